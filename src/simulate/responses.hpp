// responses.hpp: the answers of a simulated upstream that are no completion.
#pragma once

#include "base/error.hpp"
#include "http/server_exchange.hpp"
#include "simulate/dialect.hpp"
#include "simulate/faults.hpp"
#include "simulate/question.hpp"

namespace parley::simulate {

/// The simulator's own refusal of a request, in the dialect's error shape: 400, 404, 405, 408, 413 or 503 by kind.
http::Response refusal_response(const Error& error, const Dialect& dialect = openai_dialect());

/// The page that Faults::status and Faults::body ask for. An error body says `quoted` instead of its usual words, unless
/// that is empty.
http::Response page_response(const Faults& faults, std::string_view quoted = {}, const Dialect& dialect = openai_dialect());

/// What a careless upstream says: the caller's text and its credential. Empty unless Faults::quote is set.
std::string quote(const Faults& faults, const Question& question);

http::Response json_response(std::string body);

}  // namespace parley::simulate
