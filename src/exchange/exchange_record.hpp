// exchange_record.hpp: what becomes known of a request on its way, for its log line and its metrics.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/deadline.hpp"
#include "exchange/account.hpp"
#include "openai/error_body.hpp"
#include "openai/events.hpp"
#include "providers/failure_class.hpp"
#include "transcripts/transcript.hpp"

namespace parley::exchange {

/// Filled in by whoever learns it. Observing never changes a result: nothing but the retry reads it.
struct ExchangeRecord {
    int status = 0;                          // of the answer; 0: nobody was there to take one
    std::string client_request_id = {};      // the caller's x-request-id, if it is fit to be repeated
    bool streamed = false;                   // the caller asked for a stream
    bool holds_media = false;                // pictures, sound or files: its bytes say nothing about its tokens
    std::uint32_t attempts = 0;              // requests to providers
    const ServedModel* model = nullptr;      // the snapshot's; null: none was found
    const ResolvedTarget* target = nullptr;  // who was asked; null: nobody
    std::optional<std::size_t> named_attempt =
        {};  // the last attempt (of a race: the winner's), once the provider has said its own id of it
    std::vector<openai::FailedAttempt> failed = {};       // so far
    std::optional<providers::FailureClass> failure = {};  // of the last attempt, if it failed
    std::string correction = {};                          // what a step wants the model told about its last answer (postprocess::StepFault)
    bool is_aimed = false;                                // the turn is aimed at its next call already (slip.hpp)
    std::optional<Duration> first_chunk = {};             // from the request's head to the first byte of a stream
    std::optional<openai::Usage> usage = {};              // as the provider counted, or as estimated
    Account account = {};
    std::shared_ptr<const transcripts::Transcript> cited = {};  // in which the answer's quotes are looked up; null: nobody asked
};

}  // namespace parley::exchange
