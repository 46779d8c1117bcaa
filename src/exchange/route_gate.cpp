#include "exchange/route_gate.hpp"

namespace parley::exchange {

bool RouteGate::admits(routing::Place place, TimePoint now) {
    const Candidate& candidate = candidates_[place.model];
    if (candidate.target(place.target).health->breaker.admits(now)) return true;
    context_.record.failed.push_back({candidate.served->model.id, 0, "breaker_open"});
    context_.services.metrics.add(observe::Counter::upstream_not_admitted);
    return false;
}

bool RouteGate::grants_retry(routing::Place place, TimePoint now) {
    const Candidate& candidate = candidates_[place.model];
    if (candidate.target(place.target).health->retries.take_retry(now)) return true;
    context_.record.failed.push_back({candidate.served->model.id, 0, "retry_budget"});
    context_.services.metrics.add(observe::Counter::upstream_retries_withheld);
    return false;
}

}  // namespace parley::exchange
