// attempt_outcome.hpp: how an attempt goes, noted wherever it matters: in the metrics, in its target's health, in the request's account.
#pragma once

#include <cstddef>
#include <optional>

#include "exchange/call.hpp"
#include "exchange/exchange_context.hpp"
#include "openai/usage.hpp"
#include "postprocess/step_sink.hpp"
#include "providers/failure_class.hpp"

namespace parley::exchange {

/// Counts that the call's target is about to be asked.
void count_attempt(ExchangeContext& context, const Call& call);

/// Adds what a provider reported to the metrics, and to what the request has used so far.
void count_usage(ExchangeContext& context, const std::optional<openai::Usage>& usage);

/// Notes that the attempt's target has answered.
void count_success(ExchangeContext& context, std::size_t attempt);

/// Notes that the first chunk is about to leave.
void count_first_chunk(ExchangeContext& context, std::size_t attempt);

/// The class of a failure that brought no reply to classify.
providers::FailureClass class_of(const Error& error);

/// Counts a failed attempt by its class, and gives the error that the caller sees.
///
/// attempt  its number in the account
Error count_failure(ExchangeContext& context, std::size_t attempt, const providers::UpstreamFailure& failure);
/// The same for an attempt that brought no reply to classify: nobody answered, or not to the end.
Error count_failure(ExchangeContext& context, std::size_t attempt, const Error& error);
/// The error for a reply that is no answer, counted by its class. The call may be mended (Call::take_mended).
Error count_failure(ExchangeContext& context, Call& call, const providers::UpstreamReply& reply);

/// An answer that a post-processing step was given, and could not use.
struct UnusableAnswer {
    int upstream_status = 0;
    std::optional<openai::Usage> usage;
    const postprocess::StepSink* steps = nullptr;
};
/// Its error: a step's own, for which the answer is paid and no provider blamed; or another, as above.
Error count_step_failure(ExchangeContext& context, std::size_t attempt, const Error& error, const UnusableAnswer& answer);

}  // namespace parley::exchange
