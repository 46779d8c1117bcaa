// answers.hpp: what the upstream says, rendered once. The shapes and sizes are those of OpenAI's chat completions
// (platform.openai.com, API reference, "The chat completion object" and "The chat completion chunk object").
#pragma once

#include <string>
#include <string_view>

#include "wire/clock.hpp"

namespace bench::upstream {

/// Head and body of a whole chat.completion.
std::string_view completion_response();

/// Head of a stream and its first chunk, which carries the role.
std::string_view stream_opening();

/// `events` content chunks (1 to events_per_step_max), stamped (wire/stamp.hpp), each in an HTTP chunk of its own as an
/// upstream that flushes each token would send them. Valid until the next call.
std::string_view content_events(unsigned events, wire::Nanoseconds stamp);

/// The finish chunk, the usage chunk, [DONE], and the end of the body.
std::string_view stream_closing();

/// A small JSON answer to the rig's own questions.
std::string json_response(int status, std::string_view json);

}  // namespace bench::upstream
