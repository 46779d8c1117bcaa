// transcript_finder.hpp: the seam behind which transcripts are found: a store, a speech-to-text service.
#pragma once

#include <memory>
#include <string>

#include "base/result.hpp"
#include "base/task.hpp"
#include "transcripts/transcript.hpp"

namespace parley::exchange {

struct ExchangeContext;

class TranscriptFinder {
  public:
    virtual ~TranscriptFinder() = default;

    /// The transcript of this id that belongs to the caller and to the region of the host that was asked. From any loop, on its
    /// thread; waits for the disk or for an upstream, until the request's total deadline.
    ///
    /// Errors  not_found: "transcript not found", which is also what a caller hears of somebody else's, or "transcript deleted";
    ///         the upstream's kinds where a speech-to-text service failed; not_ready where the store does not answer.
    virtual Task<Result<std::shared_ptr<const transcripts::Transcript>>> find(ExchangeContext& context, std::string id) = 0;
};

}  // namespace parley::exchange
