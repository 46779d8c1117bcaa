// anthropic_print.hpp: the shapes of Anthropic's Messages API, as an upstream prints them.
//
// Source: Anthropic API reference, "Create a message"; docs, "Streaming messages" and "Errors".
#pragma once

#include <string>
#include <string_view>

#include "simulate/dialect.hpp"

namespace parley::simulate {

/// The reason to stop in Anthropic's words; a word that is none of OpenAI's stays.
std::string_view anthropic_stop_reason(std::string_view finish_reason);

/// A whole message. Without `with_finish` it does not say why it stopped.
std::string print_anthropic_message(const Answer& answer, const CompletionIdentity& identity, bool with_finish);

/// The message with which a stream begins: no blocks yet, the prompt counted.
std::string print_anthropic_opening(const Answer& answer, const CompletionIdentity& identity);

/// All counts, for a whole message and for the end of a stream.
std::string print_anthropic_usage(const Answer& answer);

/// {"type": "error", "error": {"type", "message"}, "request_id"}
std::string print_anthropic_error(const ErrorFacts& facts);

}  // namespace parley::simulate
