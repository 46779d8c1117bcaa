// decode_whole.hpp: a whole completion where a stream was asked for.
#pragma once

#include <optional>

#include "openai/events.hpp"
#include "providers/openai/chunk_reader.hpp"
#include "providers/provider.hpp"

namespace parley::providers::openai_dialect {

/// Some hosts answer `"stream": true` with application/json: an error with status 200, or the completion in one piece.
/// A completion becomes the events that its stream would have said, an error event included if it is broken inside.
/// Returns the failure, and says nothing, when the reply is an error or no completion at all.
std::optional<UpstreamFailure> decode_whole(const UpstreamReply& reply, const AnswerFacts& facts, openai::EventSink& sink);

}  // namespace parley::providers::openai_dialect
