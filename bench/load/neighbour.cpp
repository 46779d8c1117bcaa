// neighbour: takes a part of a processor away from whoever shares it, a little at a time.
//
//   neighbour --busy MICROSECONDS --every MICROSECONDS
//
// A gateway that has less of a processor is full sooner, while the load and the upstream beside it still have time: then a time that was
// measured is the gateway's. A quota of the kernel would stop it for whole ticks, which are milliseconds. So this goes before everybody
// (SCHED_FIFO, which takes root), is busy and sleeps. Pinned by whoever starts it; runs until it is killed.
#include <sched.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <exception>
#include <system_error>

#include "wire/arguments.hpp"
#include "wire/clock.hpp"

namespace {

using bench::wire::Nanoseconds;

void go_before_everybody() {
    const sched_param priority{.sched_priority = 1};
    if (sched_setscheduler(0, SCHED_FIFO, &priority) != 0) throw std::system_error(errno, std::generic_category(), "SCHED_FIFO");
}

void sleep_until(Nanoseconds moment) {
    const timespec time{.tv_sec = moment / bench::wire::second, .tv_nsec = moment % bench::wire::second};
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nullptr);
}

[[noreturn]] void run(Nanoseconds busy, Nanoseconds every) {
    // Who comes late, because even it was stopped, does not make up for it.
    for (Nanoseconds began = bench::wire::now();; began = std::max(began + every, bench::wire::now())) {
        while (bench::wire::now() < began + busy) {
        }
        sleep_until(began + every);
    }
}

}  // namespace

int main(int count, char** words) try {
    constexpr Nanoseconds microsecond = 1'000;
    const bench::wire::Arguments arguments(count, words, {"busy", "every"});
    const auto busy = static_cast<Nanoseconds>(arguments.number("busy")) * microsecond;
    const auto every = static_cast<Nanoseconds>(arguments.number("every")) * microsecond;
    go_before_everybody();
    run(busy, every);
} catch (const std::exception& failure) {
    std::fprintf(stderr, "neighbour: %s\n", failure.what());
    return 1;
}
