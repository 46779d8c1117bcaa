// beside.hpp: several jobs of one request beside each other, and one end for all of them.
#pragma once

#include <cstddef>

#include "exchange/exchange_context.hpp"

namespace parley::exchange {

class Jobs {
  public:
    virtual ~Jobs() = default;
    /// Does one of them. False ends all others, and those that have not begun never do.
    ///
    /// stop  ends it at once, whatever it waits for; its own, for a signal knows one who waits
    virtual Task<bool> run(std::size_t job, http::StopSignal& stop) = 0;
};

/// Runs jobs 0 to count - 1, at most `width` at the same time, in their order. Returns when nothing of them runs any more. False: one of
/// them said so, or the caller has left, which stops them all.
Task<bool> run_beside(ExchangeContext& context, Jobs& jobs, std::size_t count, std::size_t width);

}  // namespace parley::exchange
