// route_gate.hpp: what the targets of one request have to say to its route.
#pragma once

#include "exchange/candidate.hpp"
#include "routing/route.hpp"

namespace parley::exchange {

/// A call that is not made is noted among the attempts, so that callers see it.
class RouteGate final : public routing::Gate {
  public:
    RouteGate(ExchangeContext& context, const Candidates& candidates) : context_(context), candidates_(candidates) {}

    bool admits(routing::Place place, TimePoint now) override;
    bool grants_retry(routing::Place place, TimePoint now) override;

  private:
    ExchangeContext& context_;
    const Candidates& candidates_;
};

}  // namespace parley::exchange
