#include "providers/stream_faults.hpp"

#include <utility>

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

UpstreamFailure too_large_event(UpstreamFailure malformed) {
    malformed.message = "the provider sent an event that is too large";
    return malformed;
}

}  // namespace parley::providers
