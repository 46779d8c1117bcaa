// decode_whole.hpp: an answer of Converse, in one piece.
#pragma once

#include <optional>

#include "openai/events.hpp"
#include "providers/bedrock/answer_reader.hpp"
#include "providers/provider.hpp"

namespace parley::providers::bedrock {

/// Tells it as the events that its stream would have said. Returns the failure, and says nothing, when the reply is an error or no
/// answer at all.
///
/// secrets  what no failure may quote
std::optional<UpstreamFailure> decode_whole(const UpstreamReply& reply, const Secrets& secrets, openai::EventSink& sink);

}  // namespace parley::providers::bedrock
