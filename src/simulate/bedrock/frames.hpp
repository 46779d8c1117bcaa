// frames.hpp: AWS's event stream framing, as a server writes it. Source: Smithy 2.0 specification, "Amazon Event Stream Specification".
#pragma once

#include <string>
#include <string_view>

namespace parley::simulate::bedrock {

/// A message of type `event` with a JSON payload.
std::string print_event(std::string_view event, std::string_view json);
/// The same of type `exception`.
std::string print_exception(std::string_view exception, std::string_view json);

}  // namespace parley::simulate::bedrock
