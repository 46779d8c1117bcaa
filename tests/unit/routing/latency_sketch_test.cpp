#include "routing/latency_sketch.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "base/random.hpp"

namespace parley::routing {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint start{1'000h};

TEST(LatencySketch, says_nothing_of_a_handful) {
    LatencySketch sketch;
    for (std::uint32_t i = 1; i < sketch_samples_min; ++i) sketch.record(100ms, start);
    EXPECT_FALSE(sketch.percentile(50, start));
    sketch.record(100ms, start);
    EXPECT_TRUE(sketch.percentile(50, start));
}

TEST(LatencySketch, is_never_too_short_and_at_most_a_sixteenth_too_long) {
    for (const Duration duration :
         {Duration(3ms), Duration(7ms), Duration(100ms), Duration(333ms), Duration(1s), Duration(8s), Duration(40s)}) {
        LatencySketch sketch;
        for (int i = 0; i < 100; ++i) sketch.record(duration, start);
        const Duration told = *sketch.percentile(50, start);
        EXPECT_GE(told, duration);
        EXPECT_LE(told, duration + duration / 16);
    }
}

TEST(LatencySketch, knows_the_percentiles_of_what_it_saw) {
    Random random(7);
    std::vector<Duration> durations;
    LatencySketch sketch;
    for (int i = 0; i < 10'000; ++i) {
        durations.push_back(std::chrono::microseconds(5'000 + random.below(2'000'000)));
        sketch.record(durations.back(), start);
    }
    std::sort(durations.begin(), durations.end());
    for (const unsigned percent : {50u, 90u, 95u, 99u}) {
        const Duration exact = durations[durations.size() * percent / 100 - 1];
        const Duration told = *sketch.percentile(percent, start);
        EXPECT_GE(told, exact) << percent;
        EXPECT_LE(told, exact + exact / 16) << percent;
    }
}

TEST(LatencySketch, tells_how_a_mixture_is_felt) {
    LatencySketch sketch;
    for (std::uint32_t i = 1; i < sketch_samples_min; ++i) sketch.record(100ms, start);
    EXPECT_FALSE(sketch.burden(start)) << "a handful says nothing";
    for (std::uint32_t i = sketch_samples_min; i <= 97; ++i) sketch.record(100ms, start);
    EXPECT_GE(*sketch.burden(start), 100ms);
    EXPECT_LE(*sketch.burden(start), 107ms);
    for (int i = 0; i < 3; ++i) sketch.record(1s, start);
    EXPECT_GE(*sketch.burden(start), 199ms) << "the root of 0.97 and of 3 times 1";
    EXPECT_LE(*sketch.burden(start), 212ms);
    EXPECT_FALSE(sketch.burden(start + 2 * sketch_half));
}

TEST(LatencySketch, forgets_what_is_older_than_a_minute) {
    LatencySketch sketch;
    for (int i = 0; i < 100; ++i) sketch.record(5s, start);
    EXPECT_EQ(sketch.samples(start + sketch_half), 100u);
    EXPECT_EQ(sketch.samples(start + 2 * sketch_half), 0u);
    for (int i = 0; i < 100; ++i) sketch.record(10ms, start + 2 * sketch_half);
    EXPECT_LE(*sketch.percentile(99, start + 2 * sketch_half), 13ms);
}

TEST(LatencySketch, takes_whatever_it_is_given) {
    LatencySketch sketch;
    for (int i = 0; i < 20; ++i) {
        sketch.record(-1s, start);
        sketch.record(0ms, start);
        sketch.record(24h, start);
    }
    EXPECT_LE(*sketch.percentile(50, start), 3ms);
    EXPECT_GE(*sketch.percentile(99, start), 60s);
}

}  // namespace
}  // namespace parley::routing
