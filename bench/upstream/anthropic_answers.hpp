// anthropic_answers.hpp: the same answers as answers.hpp has, as Anthropic's Messages API says them (Anthropic docs, "Create a
// message", "Streaming messages").
#pragma once

#include <string_view>

#include "wire/clock.hpp"

namespace bench::upstream::anthropic {

/// Head and body of a whole message.
std::string_view message_response();

/// Head of a stream, message_start and content_block_start.
std::string_view stream_opening();

/// As answers.hpp's.
std::string_view content_events(unsigned events, wire::Nanoseconds stamp);

/// content_block_stop, message_delta, message_stop, and the end of the body.
std::string_view stream_closing();

}  // namespace bench::upstream::anthropic
