// reply_print.hpp: the shapes of Bedrock's Converse API, as an upstream prints them.
//
// Source: Amazon Bedrock API reference, "Converse" and "ConverseStream".
#pragma once

#include <string>
#include <string_view>

#include "simulate/dialect.hpp"

namespace parley::simulate::bedrock {

/// The reason to stop in Bedrock's words; a word that is none of OpenAI's stays.
std::string_view stop_reason(std::string_view finish_reason);

/// A whole answer. Without `with_finish` it does not say why it stopped.
std::string print_reply(const Answer& answer, bool with_finish);

/// {"inputTokens","outputTokens","totalTokens",...}
std::string print_usage(const Answer& answer);

/// {"message": "..."}
std::string print_error(const ErrorFacts& facts);

/// What an exception is called: its own word, or the usual one for the status.
std::string exception_name(const ErrorFacts& facts);

}  // namespace parley::simulate::bedrock
