// plain_retry.hpp: whether a failed attempt is made once more at the same target, and when.
//
// A function of what went wrong, the time and chance: it waits for nothing and asks nobody. Whoever calls it knows that
// nothing has been sent to the caller yet; afterwards nothing is ever tried again.
//
// Sources: AssemblyAI docs, "Fallbacks" (once, after 500 ms); docs/http-api.md has the table.
#pragma once

#include <optional>

#include "base/deadline.hpp"
#include "base/random.hpp"
#include "providers/failure_class.hpp"

namespace parley::routing {

/// What an attempt that failed leaves behind.
struct Failure {
    providers::FailureClass failure = providers::FailureClass::unknown;
    std::optional<std::chrono::seconds> retry_after = std::nullopt;  // as the provider asked, if it asked
};

inline constexpr std::chrono::milliseconds retry_wait{500};
/// On top of it, evenly from 0: callers who failed together do not come back together.
inline constexpr std::chrono::milliseconds retry_jitter_max{200};
/// A provider that wants a rate limit waited out for longer is not asked again: the caller has better things to do.
inline constexpr std::chrono::seconds rate_limit_wait_max{1};

/// One request's retry at its target.
class PlainRetry {
  public:
    /// `allowed`: fallback_config.retry of the request. `total`: by when all attempts must have ended.
    PlainRetry(bool allowed, Deadline total) : left_(allowed ? 1 : 0), total_(total) {}

    /// The moment of the next attempt; nullopt when this failure is the answer. At most one moment is given out.
    std::optional<Deadline> after(const Failure& failure, TimePoint now, Random& random);

  private:
    unsigned left_;
    Deadline total_;
};

}  // namespace parley::routing
