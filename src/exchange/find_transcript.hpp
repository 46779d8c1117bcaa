// find_transcript.hpp: the transcript that a request means: one that it brings, or one that it names.
#pragma once

#include <memory>
#include <string>

#include "exchange/exchange_context.hpp"
#include "json/document.hpp"
#include "transcripts/transcript.hpp"

namespace parley::exchange {

using SharedTranscript = std::shared_ptr<const transcripts::Transcript>;

/// brought  the request's `transcript`, an object; missing: `id` counts
///
/// Errors  bad_request: the object is none; those of TranscriptFinder::find().
Task<Result<SharedTranscript>> find_transcript(ExchangeContext& context, json::Value brought, std::string id);

}  // namespace parley::exchange
