// hedge_wait.hpp: for how long a target may be silent before a second one is asked beside it.
#pragma once

#include <optional>

#include "base/deadline.hpp"
#include "catalog/hedge.hpp"
#include "routing/latency_sketch.hpp"

namespace parley::routing {

/// A wait never gets longer than so many times what is usual: a limit of another day, or a percentile of a bad hour, would not help.
inline constexpr int usual_waits_max = 3;

/// Nothing: nobody knows what is usual, and no time was named.
std::optional<Duration> hedge_wait(const catalog::Hedge& hedge, const LatencySketch& latencies, TimePoint now);

}  // namespace parley::routing
