// responses.hpp: the answers of a simulated upstream that are no completion.
#pragma once

#include "base/error.hpp"
#include "http/server_exchange.hpp"
#include "simulate/faults.hpp"

namespace parley::simulate {

/// The simulator's own refusal of a request, in OpenAI's error shape: 400, 404, 405, 408, 413 or 503 by kind.
http::Response refusal_response(const Error& error);

/// The page that Faults::status and Faults::body ask for.
http::Response page_response(const Faults& faults);

http::Response json_response(std::string body);

}  // namespace parley::simulate
