#include "routing/hedge_wait.hpp"

#include <algorithm>

namespace parley::routing {

std::optional<Duration> hedge_wait(const catalog::Hedge& hedge, const LatencySketch& latencies, TimePoint now) {
    const std::optional<Duration> usual = latencies.percentile(50, now);
    std::optional<Duration> wait = hedge.after;
    if (hedge.percentile != 0) wait = latencies.percentile(hedge.percentile, now);
    if (!wait || !usual) return wait;
    return std::min(*wait, usual_waits_max * *usual);
}

}  // namespace parley::routing
