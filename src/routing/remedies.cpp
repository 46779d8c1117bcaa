#include "routing/remedies.hpp"

namespace parley::routing {

using providers::FailureClass;

bool asks_for_patience(const Failure& failure) { return failure.retry_after && *failure.retry_after > patience; }

Remedies remedies_for(const Failure& failure) {
    switch (failure.failure) {
        case FailureClass::overloaded:
        case FailureClass::timeout:
        case FailureClass::network:
        case FailureClass::malformed_reply: return {.same_target = true, .next_target = true};
        case FailureClass::rate_limited: return {.same_target = failure.retry_after && !asks_for_patience(failure), .next_target = true};
        // Refused for good, but by this provider and with our credential: another may know better.
        case FailureClass::bad_credential:
        case FailureClass::out_of_quota:
        case FailureClass::model_unavailable: return {.same_target = false, .next_target = true};
        // What the caller asked for is at fault, and would be elsewhere; or nobody knows, and it is not our money.
        case FailureClass::caller_fault:
        case FailureClass::content_filtered:
        case FailureClass::unknown: return {};
    }
    return {};
}

}  // namespace parley::routing
