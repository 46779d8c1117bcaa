#include "providers/stream_faults.hpp"

namespace parley::providers {

Error truncated_stream() {
    Error error;
    error.kind = ErrorKind::upstream_truncated;
    error.source = ErrorSource::upstream;
    error.message = "upstream provider error";
    error.problems = {"the provider's stream ended before its end"};
    error.detail = "truncated";
    return error;
}

UpstreamFailure malformed_answer() {
    UpstreamFailure failure;
    failure.failure = FailureClass::malformed_reply;
    failure.message = "the provider's answer cannot be read";
    return failure;
}

UpstreamFailure too_large_event() {
    UpstreamFailure failure = malformed_answer();
    failure.message = "the provider sent an event that is too large";
    return failure;
}

}  // namespace parley::providers
