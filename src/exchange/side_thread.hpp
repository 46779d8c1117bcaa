// side_thread.hpp: the seam behind which a thread does what would hold up a loop.
#pragma once

#include <functional>
#include <optional>

#include "base/error.hpp"
#include "base/task.hpp"

namespace parley::exchange {

struct ExchangeContext;

class SideThread {
  public:
    virtual ~SideThread() = default;

    /// Does the work on another thread, and waits for it until the request's total deadline. What the work uses it owns: nobody may be
    /// waiting any more when it begins.
    ///
    /// Errors  not_ready: too much work is waiting, or it was not done in time, or the exchange has ended.
    virtual Task<std::optional<Error>> work(ExchangeContext& context, std::function<void()> work) = 0;
};

}  // namespace parley::exchange
