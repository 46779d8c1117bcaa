// target_health.hpp: what the process remembers of one target: how it answered lately, and what may still be asked of it.
#pragma once

#include "routing/breaker.hpp"
#include "routing/hedge_budget.hpp"
#include "routing/latency_sketch.hpp"
#include "routing/retry_budget.hpp"

namespace parley::routing {

/// Thread-safe.
struct TargetHealth {
    RetryBudget retries;
    HedgeBudget hedges;  // of streams, beside this target
    Breaker breaker;
    LatencySketch first_chunk;  // of streams: from the call to the first chunk
};

}  // namespace parley::routing
