// stream_faults.hpp: what can be wrong with a provider's event stream, whatever its dialect.
#pragma once

#include "base/error.hpp"
#include "json/document.hpp"
#include "providers/failure_class.hpp"

namespace parley::providers {

/// How the data of an event is read. Half of a surrogate pair is a provider's habit, not a broken stream.
inline constexpr json::ParseOptions stream_event_options{.depth_max = 64, .allow_lone_surrogates = true};

/// The body ended, and the answer had not.
Error truncated_stream();

/// `malformed`, as its dialect says it, of an event above the decoder's limit.
UpstreamFailure too_large_event(UpstreamFailure malformed);

}  // namespace parley::providers
