// reply_print.hpp: the shapes of the Gemini API, as an upstream prints them.
//
// Source: Gemini API reference, "GenerateContentResponse"; google.rpc.Status.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "simulate/answer.hpp"
#include "simulate/completion_print.hpp"
#include "simulate/dialect.hpp"

namespace parley::simulate::gemini {

/// Stands beside the first call of an answer, and must come back there.
inline constexpr std::string_view call_signature = "c2ltdWxhdGVkIHRob3VnaHRz";  // base64, as the real ones are

/// How much of the answer has been used up when a reply is printed: counts go up from event to event.
struct Progress {
    std::size_t thought_tokens = 0;
    std::size_t answer_tokens = 0;
};

/// One GenerateContentResponse with one candidate. `parts` is a list of JSON parts; empty: the candidate has no content.
/// `finish` is one of the words of Answer::finish_reason; empty: none yet.
std::string print_reply(std::string_view parts, std::string_view finish, const CompletionIdentity& identity, const Answer& answer,
                        const Progress& progress);

/// All parts of an answer in order. Without `with_thoughts`, what was thought is only counted.
std::string print_parts(const Answer& answer, bool with_thoughts);

std::string print_text_part(std::string_view text, bool is_thought);

/// Calls come whole and together; the first is signed.
std::string print_call_parts(const Answer& answer);

/// A google.rpc.Status; a code becomes the reason of an ErrorInfo, a wait a RetryInfo: there is no field of the head for it.
std::string print_status(const ErrorFacts& facts);

}  // namespace parley::simulate::gemini
