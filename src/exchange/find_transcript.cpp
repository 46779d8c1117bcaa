#include "exchange/find_transcript.hpp"

#include <utility>

#include "exchange/transcript_finder.hpp"
#include "openai/problems.hpp"
#include "transcripts/read_transcript.hpp"

namespace parley::exchange {

Task<Result<SharedTranscript>> find_transcript(ExchangeContext& context, json::Value brought, std::string id) {
    if (brought) {
        Result<transcripts::Transcript> read = transcripts::read_transcript(brought);
        if (!read) co_return openai::invalid_request(openai::Problems::one("transcript." + read.error().problems[0], "transcript"));
        co_return std::make_shared<const transcripts::Transcript>(std::move(*read));
    }
    TranscriptFinder* const finder = context.services.transcripts;
    if (!finder) co_return Error{.kind = ErrorKind::not_found, .source = ErrorSource::downstream, .message = "transcript not found"};
    co_return co_await finder->find(context, std::move(id));
}

}  // namespace parley::exchange
