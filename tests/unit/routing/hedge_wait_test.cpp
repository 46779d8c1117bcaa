#include "routing/hedge_wait.hpp"

#include <gtest/gtest.h>

namespace parley::routing {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint now{1'000h};

void record(LatencySketch& sketch, Duration duration, int times) {
    for (int i = 0; i < times; ++i) sketch.record(duration, now);
}

TEST(HedgeWait, is_the_time_that_was_named_where_nobody_knows_better) {
    LatencySketch sketch;
    EXPECT_EQ(hedge_wait({.after = 800ms}, sketch, now), 800ms);
}

TEST(HedgeWait, is_never_more_than_three_times_what_is_usual) {
    LatencySketch sketch;
    record(sketch, 100ms, 50);
    const Duration wait = *hedge_wait({.after = 800ms}, sketch, now);
    EXPECT_GE(wait, 300ms);
    EXPECT_LE(wait, 320ms);
    EXPECT_EQ(hedge_wait({.after = 50ms}, sketch, now), 50ms);
}

TEST(HedgeWait, is_a_percentile_of_what_was_seen_and_nothing_before_there_is_enough) {
    LatencySketch sketch;
    EXPECT_FALSE(hedge_wait({.percentile = 95}, sketch, now));
    record(sketch, 400ms, 90);
    record(sketch, 900ms, 10);
    const Duration wait = *hedge_wait({.percentile = 95}, sketch, now);
    EXPECT_GE(wait, 900ms);
    EXPECT_LE(wait, 957ms);
    record(sketch, 60s, 20);
    EXPECT_LE(*hedge_wait({.percentile = 95}, sketch, now), 1'275ms) << "a bad minute does not make callers wait for it";
}

}  // namespace
}  // namespace parley::routing
