// The control as a whole: what a thread does with crowds and stalls, in simulated time (simulated_thread.hpp). Every test holds for several
// seeds.
#include <gtest/gtest.h>

#include "unit/limits/simulated_thread.hpp"

namespace parley::limits {
namespace {

using namespace testing;

constexpr Duration lateness_max = 20ms;  // what is in force where nothing else is said
constexpr Duration upstreams_own = event_interval;
constexpr Duration settled = 2s;  // what has gathered before anybody was refused is worked off by then

/// What a thread does a second that has always more to do: callers of whom each asks again as soon as it has been answered.
double peak() {
    static const double found = [] {
        SimulatedThread thread(1, 0s);
        thread.run({{.until = 4s, .callers = 1'024}});
        return static_cast<double>(thread.done) / 4;
    }();
    return found;
}

/// As many a second as 99 of 100 signs are in time with: what can be carried for good.
double capacity() {
    static const double found = [] {
        double carried = 0;
        for (double rate = peak() / 2; rate < peak(); rate += peak() / 20) {
            SimulatedThread thread(1, 0s);
            thread.run({{.rate = rate, .until = 3s}});
            const auto late =
                std::count_if(thread.lateness.begin(), thread.lateness.end(), [](Duration lateness) { return lateness > lateness_max; });
            if (100 * late > static_cast<std::ptrdiff_t>(thread.lateness.size())) break;
            carried = rate;
        }
        return carried;
    }();
    return found;
}

class SheddingUnderLoad : public ::testing::TestWithParam<std::uint64_t> {
  protected:
    SimulatedThread thread{GetParam(), lateness_max};
};

TEST_P(SheddingUnderLoad, does_as_much_of_three_times_too_much_as_of_what_it_can_do) {
    thread.run({{.rate = 3 * peak(), .until = 8s}});
    EXPECT_GE(static_cast<double>(thread.done) / 8, 0.9 * peak());
    EXPECT_LE(share(thread.first_bytes, 0.99, settled), 20ms + upstreams_own);
    EXPECT_LE(share(thread.refusals, 0.99, settled), 5ms);
}

TEST_P(SheddingUnderLoad, is_as_before_two_seconds_after_the_crowd_has_left) {
    thread.run({{.rate = 3 * peak(), .until = 4s}, {.rate = peak() / 2, .until = 9s}});
    EXPECT_FALSE(thread.refusals.empty());
    EXPECT_LT(thread.refusals.back().asked, 6s);
    EXPECT_LE(share(thread.first_bytes, 0.99, 6s), 10ms);
}

TEST_P(SheddingUnderLoad, refuses_nobody_for_a_single_stall) {
    thread.run({{.rate = 0.7 * capacity(), .until = 4s}}, {{.at = 1s, .length = 400ms}});
    EXPECT_TRUE(thread.refusals.empty()) << thread.refusals.size() << " of " << thread.first_bytes.size();
}

TEST_P(SheddingUnderLoad, refuses_nobody_while_garbage_is_collected_next_door) {
    std::vector<Stall> stalls;
    for (Duration at = 500ms; at < 4s; at += 100ms) stalls.push_back({at, 30ms});
    thread.run({{.rate = 0.7 * capacity(), .until = 4s}}, stalls);
    EXPECT_TRUE(thread.refusals.empty()) << thread.refusals.size() << " of " << thread.first_bytes.size();
}

TEST_P(SheddingUnderLoad, refuses_nobody_whom_it_can_carry) {
    thread.run({{.rate = 0.9 * capacity(), .until = 6s}});
    EXPECT_TRUE(thread.refusals.empty()) << thread.refusals.size() << " of " << thread.first_bytes.size();
}

TEST_P(SheddingUnderLoad, works_off_what_a_long_stall_has_gathered_and_is_as_before) {
    thread.run({{.rate = 0.7 * capacity(), .until = 6s}}, {{.at = 1s, .length = 2s}});
    ASSERT_FALSE(thread.refusals.empty());
    EXPECT_LT(thread.refusals.back().asked, 5s);
    EXPECT_LE(share(thread.first_bytes, 0.99, 5s), 20ms + upstreams_own);
}

INSTANTIATE_TEST_SUITE_P(Seeds, SheddingUnderLoad, ::testing::Values(1, 2));

}  // namespace
}  // namespace parley::limits
