// continuation_body.hpp: the request for the rest of an answer that broke off.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "openai/chat_request.hpp"

namespace parley::openai {

/// What stands behind the conversation.
struct Continuation {
    std::string_view begun = {};                  // the answer so far, as the assistant's; plain text. Empty: everything is asked anew
    std::string_view instruction = {};            // what the user says to that; empty: nothing, the model goes on by itself
    std::optional<std::int64_t> max_tokens = {};  // what is left of the limit; empty: the caller's
};

/// The body of the request that asks for it: that of `request`, with a longer conversation and without fallbacks.
std::string continuation_body(const ChatRequest& request, const Continuation& continuation);

/// The conversation ends with an answer that the caller has begun.
bool ends_with_assistant(const ChatRequest& request);

}  // namespace parley::openai
