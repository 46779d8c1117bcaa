// stream_faults.hpp: what can be wrong with a provider's answer and its event stream, whatever the dialect.
#pragma once

#include "base/error.hpp"
#include "json/document.hpp"
#include "providers/failure_class.hpp"

namespace parley::providers {

/// How the data of an event is read. Half of a surrogate pair is a provider's habit, not a broken stream.
inline constexpr json::ParseOptions stream_event_options{.depth_max = 64, .allow_lone_surrogates = true};

/// The body ended, and the answer had not.
Error truncated_stream();

/// "The provider's answer cannot be read": not JSON, not in its frames, or JSON of another shape.
UpstreamFailure malformed_answer();

/// An event above the decoder's limit.
UpstreamFailure too_large_event();

}  // namespace parley::providers
