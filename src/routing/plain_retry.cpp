#include "routing/plain_retry.hpp"

#include <algorithm>

namespace parley::routing {
namespace {

using providers::FailureClass;

/// Whether the same request may fare better at the same target. What the provider refused for good, or for a while that is
/// too long, will be refused again.
bool may_pass(const Failure& failure) {
    switch (failure.failure) {
        case FailureClass::overloaded:
        case FailureClass::timeout:
        case FailureClass::network:
        case FailureClass::malformed_reply: return true;
        case FailureClass::rate_limited: return failure.retry_after && *failure.retry_after <= rate_limit_wait_max;
        case FailureClass::bad_credential:
        case FailureClass::out_of_quota:
        case FailureClass::model_unavailable:
        case FailureClass::caller_fault:
        case FailureClass::content_filtered:
        case FailureClass::unknown: return false;
    }
    return false;
}

}  // namespace

std::optional<Deadline> PlainRetry::after(const Failure& failure, TimePoint now, Random& random) {
    if (left_ == 0 || !may_pass(failure)) return std::nullopt;
    Duration wait = retry_wait;
    if (failure.failure == FailureClass::rate_limited) wait = std::max<Duration>(wait, *failure.retry_after);
    wait += std::chrono::milliseconds(random.below(retry_jitter_max.count() + 1));
    if (total_.passed(now + wait)) return std::nullopt;  // it would come too late to be answered
    --left_;
    return Deadline::after(now, wait);
}

}  // namespace parley::routing
