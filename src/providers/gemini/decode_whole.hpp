// decode_whole.hpp: a whole answer, told as the events that its stream would have said.
#pragma once

#include <optional>
#include <string_view>

#include "openai/events.hpp"
#include "providers/provider.hpp"

namespace parley::providers::gemini {

/// Also reads the list of replies that a stream without `alt=sse` is. A whole reply needs no finishReason when it says something:
/// its framing has shown that nothing is missing. An answer that is broken inside becomes an error event.
/// Returns the failure, and says nothing, when the reply is an error or no answer at all.
///
/// credential  what no failure may quote
std::optional<UpstreamFailure> decode_whole(const UpstreamReply& reply, std::string_view credential, openai::EventSink& sink);

}  // namespace parley::providers::gemini
