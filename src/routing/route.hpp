// route.hpp: one request's way from attempt to attempt.
//
// A state machine that waits for nothing and talks to nobody: told what went wrong, the time and chance, it says what comes next.
// Whoever drives it knows that nothing has been sent to the caller yet; afterwards nothing is ever tried again, unless the caller
// wants a broken answer to be gone on with (onward).
//
//     primary ──fails──▶ its next target, at once ──fails──▶ ... ──▶ the first fallback ──fails──▶ the second ──▶ give up
//        └──fails, and has no other target──▶ itself again, after half a second ──fails──▶ the first fallback ...
//
// Sources: AssemblyAI docs, "Fallbacks" (one retry after 500 ms; fallbacks in order, each once, up to `depth`). Other targets of the
// same model are ours: they are asked at once, for they are no repetition.
#pragma once

#include <optional>

#include "base/deadline.hpp"
#include "routing/plan.hpp"
#include "routing/remedies.hpp"

namespace parley::routing {

inline constexpr std::chrono::milliseconds retry_wait{500};
/// On top of it, evenly from 0: callers who failed together do not come back together.
inline constexpr std::chrono::milliseconds retry_jitter_max{200};

/// What a route has to ask others before a call: they count for all requests, and remember what they answered.
class Gate {
  public:
    virtual ~Gate() = default;
    /// Whether the target may be called now. If so, it is going to be.
    virtual bool admits(Place place, TimePoint now) = 0;
    /// Whether the budget of the target allows that a call is repeated. If so, it is going to be.
    virtual bool grants_retry(Place place, TimePoint now) = 0;
};

struct Step {
    enum class Kind : std::uint8_t { primary, retry, fallback, hedge, resume, give_up };
    Kind kind = Kind::give_up;
    Place place = {};                           // who is called
    std::optional<Deadline> at = std::nullopt;  // the moment of the call; empty: at once

    bool operator==(const Step&) const = default;
};

class Route {
  public:
    /// plan           at least one place
    /// retry_allowed  fallback_config.retry of the request
    /// total          by when all attempts must have ended
    Route(const Plan& plan, bool retry_allowed, Deadline total) : plan_(plan), retry_allowed_(retry_allowed), total_(total) {}

    /// The first call. give_up: no target may be called at the moment.
    Step begin(TimePoint now, Gate& gate);
    /// What follows a call that failed. give_up: its failure is the answer.
    Step after(const Failure& failure, TimePoint now, Random& random, Gate& gate);

    /// The same call again, with something said about its answer: no failure of the target's, and nothing to wait for. give_up: there is
    /// to be no repetition, or no call is left.
    Step again(TimePoint now);

    /// Whom to call beside the call that is under way and slow to begin: whoever would follow if it failed now. give_up: nobody.
    Step beside(TimePoint now, Gate& gate);

    /// Who goes on with an answer that broke off after some of it was sent: whoever would follow, else the same target, at once: a
    /// reader is waiting in the middle of a sentence. give_up: nobody.
    Step onward(const Failure& failure, TimePoint now, Gate& gate);

    unsigned calls() const { return calls_; }

  private:
    std::optional<Place> next_target(TimePoint now, Gate& gate);
    std::optional<Place> next_model(TimePoint now, Gate& gate);
    std::optional<Deadline> retry_moment(const Failure& failure, TimePoint now, Random& random) const;
    Step call(Step::Kind kind, Place place, std::optional<Deadline> at = std::nullopt);

    Plan plan_;
    bool retry_allowed_;
    Deadline total_;
    Place current_ = {};
    std::uint8_t next_ = 0;  // of the plan: nothing before it is called any more, but for a retry
    std::uint8_t calls_ = 0;
};

}  // namespace parley::routing
