#include "exchange/beside.hpp"

#include <algorithm>
#include <memory>
#include <vector>

#include "http/loop.hpp"

namespace parley::exchange {
namespace {

/// Shared with the coroutines, the last of which may let go of it.
struct Crowd {
    Crowd(ExchangeContext& context, Jobs& jobs, std::size_t count, std::size_t width)
        : loop(context.services.loop), jobs(jobs), count(count), stops(width) {}

    http::Loop& loop;
    Jobs& jobs;
    std::size_t count;
    std::size_t next = 0;
    std::size_t running = 0;
    bool failed = false;
    std::vector<http::StopSignal> stops;  // one for each runner
    http::Sleep* waiting = nullptr;       // whoever wants to know that nobody runs

    void stop_all() {
        failed = true;
        for (http::StopSignal& stop : stops) {
            if (!stop.requested()) stop.request(http::StopReason::client_gone);
        }
    }
    void wake() {
        if (waiting) waiting->wake();
    }
};

/// Nothing is touched after the waking: that may have been the end of everything but the crowd.
Task<> run(std::shared_ptr<Crowd> crowd, std::size_t runner) {
    while (!crowd->failed && crowd->next < crowd->count) {
        const std::size_t job = crowd->next++;
        const bool done = co_await crowd->jobs.run(job, crowd->stops[runner]);
        if (!done && !crowd->failed) crowd->stop_all();
    }
    --crowd->running;
    crowd->wake();
}

}  // namespace

Task<bool> run_beside(ExchangeContext& context, Jobs& jobs, std::size_t count, std::size_t width) {
    const auto crowd = std::make_shared<Crowd>(context, jobs, count, std::min(count, width));
    crowd->running = crowd->stops.size();
    for (std::size_t runner = 0; runner < crowd->stops.size(); ++runner) spawn(run(crowd, runner));
    http::StopSignal* caller = &context.http.stop();
    while (crowd->running > 0) {
        http::Sleep sleep = crowd->loop.sleep_until(Deadline::never(), caller);
        crowd->waiting = &sleep;
        const http::WaitResult result = co_await sleep;
        crowd->waiting = nullptr;
        if (result != http::WaitResult::stopped) continue;
        caller = nullptr;  // what is still to be waited for ends soon
        crowd->stop_all();
    }
    co_return !crowd->failed && !context.http.stop().requested();
}

}  // namespace parley::exchange
