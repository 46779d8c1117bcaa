// request_echo.hpp: the `request` member of a completion: what was asked, without any of the conversation.
#pragma once

#include <string>
#include <string_view>

#include "openai/chat_request.hpp"

namespace parley::openai {

/// Appends {"model","max_tokens"[,"temperature"][,"tools"][,"tool_choice"]}: the values of the attempt that answered.
/// max_tokens is always there, with its default if need be; the others only if they were sent. No message text.
///
/// model_id  the public id of the model that answered, which a fallback may have changed.
void append_request_echo(std::string& out, const ChatRequest& request, std::string_view model_id);

}  // namespace parley::openai
