// question.hpp: reading a request to Converse. Written from Amazon's API reference.
#pragma once

#include <string_view>

#include "base/result.hpp"
#include "simulate/bedrock/address.hpp"
#include "simulate/question.hpp"

namespace parley::simulate::bedrock {

/// Errors: bad_request, for what the real API would refuse too (rules.hpp).
Result<Question> read_question(const Address& address, std::string_view body);

}  // namespace parley::simulate::bedrock
