// decode_whole.hpp: a whole answer, in one piece or as a stream that nobody was waiting for.
#pragma once

#include <optional>
#include <string_view>

#include "openai/events.hpp"
#include "providers/provider.hpp"

namespace parley::providers::anthropic {

/// Tells a message as the events that its stream would have said. Long answers were asked for as streams (encode.hpp): their body
/// is read as one. Returns the failure, and says nothing, when the reply is an error or no message at all.
///
/// credential  what no failure may quote
std::optional<UpstreamFailure> decode_whole(const UpstreamReply& reply, std::string_view credential, openai::EventSink& sink);

}  // namespace parley::providers::anthropic
