#include "routing/route.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <vector>

namespace parley::routing {
namespace {

using namespace std::chrono_literals;
using providers::FailureClass;
using Kind = Step::Kind;

constexpr TimePoint now{1'000h};
constexpr Deadline far = Deadline(now + 1h);
constexpr Failure passing{FailureClass::overloaded};
constexpr Failure lasting{FailureClass::bad_credential};
constexpr Failure final_one{FailureClass::caller_fault};

/// Says yes but where it was told to say no.
class ScriptedGate final : public Gate {
  public:
    bool admits(Place place, TimePoint) override { return !closed.contains({place.model, place.target}); }
    bool grants_retry(Place, TimePoint) override { return retries_left-- > 0; }

    std::set<std::pair<int, int>> closed = {};
    int retries_left = 1'000;
};

/// Models with so many targets each.
Plan plan_of(const std::vector<int>& targets) {
    Random random(1);
    Plan plan;
    for (const int count : targets) {
        std::vector<Offer> offers;
        for (int i = 0; i < count; ++i) offers.push_back({.target = static_cast<std::uint8_t>(i)});
        plan.add_model(offers, random);
    }
    return plan;
}

/// A route with its world.
struct Journey {
    explicit Journey(const std::vector<int>& targets, bool retry_allowed = true, Deadline total = far)
        : route(plan_of(targets), retry_allowed, total) {}

    Step begin() { return route.begin(now, gate); }
    Step after(const Failure& failure, TimePoint at = now) { return route.after(failure, at, random, gate); }
    /// All steps when every call fails alike.
    std::vector<Step> steps(const Failure& failure) {
        std::vector<Step> all{begin()};
        while (all.back().kind != Kind::give_up) all.push_back(after(failure));
        return all;
    }

    ScriptedGate gate = {};
    Random random{1};
    Route route;
};

void expect_step(const Step& step, Kind kind, Place place) {
    EXPECT_EQ(step.kind, kind);
    EXPECT_EQ(step.place, place);
    EXPECT_EQ(step.at.has_value(), kind == Kind::retry);
}

TEST(Route, one_target_is_asked_and_asked_once_more) {
    const auto steps = Journey({1}).steps(passing);
    ASSERT_EQ(steps.size(), 3U);
    expect_step(steps[0], Kind::primary, {0, 0});
    expect_step(steps[1], Kind::retry, {0, 0});
}

TEST(Route, a_retry_comes_never_when_the_request_says_so) { EXPECT_EQ(Journey({1}, false).steps(passing).size(), 2U); }

TEST(Route, fallbacks_follow_the_retry_and_are_asked_once_each) {
    const auto steps = Journey({1, 1, 1}).steps(passing);
    ASSERT_EQ(steps.size(), 5U);
    expect_step(steps[0], Kind::primary, {0, 0});
    expect_step(steps[1], Kind::retry, {0, 0});
    expect_step(steps[2], Kind::fallback, {1, 0});
    expect_step(steps[3], Kind::fallback, {2, 0});
}

TEST(Route, fallbacks_follow_at_once_where_a_retry_would_not_help) {
    const auto steps = Journey({1, 1}).steps(lasting);
    ASSERT_EQ(steps.size(), 3U);
    expect_step(steps[1], Kind::fallback, {1, 0});
}

TEST(Route, nothing_follows_what_the_caller_did_wrong) { EXPECT_EQ(Journey({2, 1, 1}).steps(final_one).size(), 2U); }

TEST(Route, other_targets_of_the_model_come_at_once_and_in_place_of_the_retry) {
    const auto steps = Journey({3}).steps(passing);
    ASSERT_EQ(steps.size(), 4U);
    expect_step(steps[1], Kind::fallback, {0, 1});
    expect_step(steps[2], Kind::fallback, {0, 2});
}

TEST(Route, other_targets_leave_each_fallback_its_call) {
    const auto steps = Journey({5, 1, 2}).steps(passing);
    ASSERT_EQ(steps.size(), 5U);
    expect_step(steps[1], Kind::fallback, {0, 1});
    expect_step(steps[2], Kind::fallback, {1, 0});
    expect_step(steps[3], Kind::fallback, {2, 0});
}

TEST(Route, never_calls_more_than_four_times) {
    for (const auto& targets : std::vector<std::vector<int>>{{1}, {16}, {1, 16}, {16, 16}, {16, 16, 16}, {1, 1, 1}}) {
        EXPECT_LE(Journey(targets).steps(passing).size(), calls_max + 1);
    }
}

TEST(Route, a_fallback_stands_in_for_a_target_that_may_not_be_called) {
    Journey journey({1, 2});
    journey.gate.closed = {{0, 0}, {1, 0}};
    const auto steps = journey.steps(passing);
    ASSERT_EQ(steps.size(), 2U);
    expect_step(steps[0], Kind::fallback, {1, 1});
}

TEST(Route, gives_up_at_once_when_nobody_may_be_called) {
    Journey journey({1, 1});
    journey.gate.closed = {{0, 0}, {1, 0}};
    EXPECT_EQ(journey.begin(), Step{});
    EXPECT_EQ(journey.route.calls(), 0U);
}

TEST(Route, a_target_that_has_just_been_closed_is_not_asked_again) {
    Journey journey({1, 1});
    journey.begin();
    journey.gate.closed = {{0, 0}};
    expect_step(journey.after(passing), Kind::fallback, {1, 0});
}

TEST(Route, a_spent_budget_leads_to_the_fallback_without_a_wait) {
    Journey journey({1, 1});
    journey.gate.retries_left = 0;
    journey.begin();
    expect_step(journey.after(passing), Kind::fallback, {1, 0});
}

TEST(Route, waits_half_a_second_and_up_to_a_fifth_more) {
    Duration shortest = Duration::max();
    Duration longest = Duration::min();
    Random random(1);
    for (int i = 0; i < 10'000; ++i) {
        Journey journey({1});
        journey.begin();
        const Duration wait = journey.route.after(passing, now, random, journey.gate).at->at() - now;
        shortest = std::min(shortest, wait);
        longest = std::max(longest, wait);
    }
    EXPECT_EQ(shortest, 500ms);
    EXPECT_EQ(longest, 700ms);
}

TEST(Route, waits_for_as_long_as_a_rate_limit_asks) {
    Journey journey({1, 1});
    journey.begin();
    const Step step = journey.after({FailureClass::rate_limited, 1s});
    EXPECT_EQ(step.kind, Kind::retry);
    EXPECT_GE(step.at->at() - now, 1s);
    EXPECT_LE(step.at->at() - now, 1'200ms);
}

TEST(Route, who_wants_to_be_left_alone_is_where_somebody_else_can_answer) {
    constexpr Failure busy{FailureClass::overloaded, 7s};
    Journey alone({1});
    alone.begin();
    EXPECT_EQ(alone.after(busy).kind, Kind::retry);
    Journey with_fallback({1, 1});
    with_fallback.begin();
    expect_step(with_fallback.after(busy), Kind::fallback, {1, 0});
}

TEST(Route, nothing_is_begun_at_or_after_the_end_of_the_whole) {
    Journey late({1, 1}, true, Deadline(now + 500ms));
    late.begin();
    expect_step(late.after(passing), Kind::fallback, {1, 0});  // there is no time to wait, but for another there is
    EXPECT_EQ(late.after(passing, now + 500ms), Step{});

    Journey in_time({1}, true, Deadline(now + 701ms));
    in_time.begin();
    EXPECT_EQ(in_time.after(passing).kind, Kind::retry);
}

TEST(Route, beside_a_slow_target_is_asked_whoever_would_follow_it) {
    Journey targets({2, 1});
    targets.begin();
    EXPECT_EQ(targets.route.beside(now, targets.gate), (Step{Kind::hedge, {0, 1}}));
    EXPECT_EQ(targets.route.beside(now, targets.gate), (Step{Kind::hedge, {1, 0}}));
    EXPECT_EQ(targets.route.beside(now, targets.gate), Step{});
    Journey alone({1});
    alone.begin();
    EXPECT_EQ(alone.route.beside(now, alone.gate), Step{}) << "not itself";
}

TEST(Route, a_broken_answer_is_gone_on_with_by_whoever_would_follow_at_once) {
    Journey journey({2, 1});
    journey.begin();
    EXPECT_EQ(journey.route.onward(passing, now, journey.gate), (Step{Kind::resume, {0, 1}}));
    EXPECT_EQ(journey.route.onward(passing, now, journey.gate), (Step{Kind::resume, {1, 0}}));
    EXPECT_EQ(journey.route.onward(passing, now, journey.gate), (Step{Kind::resume, {1, 0}})) << "nobody is left but itself";
    EXPECT_EQ(journey.route.onward(passing, now, journey.gate), Step{}) << "four calls are enough";
}

TEST(Route, a_single_target_goes_on_with_its_own_answer_as_far_as_its_budget_goes) {
    Journey journey({1}, false);
    journey.gate.retries_left = 1;
    journey.begin();
    EXPECT_EQ(journey.route.onward(passing, now, journey.gate), (Step{Kind::resume, {0, 0}}));
    EXPECT_EQ(journey.route.onward(passing, now, journey.gate), Step{});
}

TEST(Route, nobody_goes_on_where_another_call_would_not_help) {
    for (const Failure& failure : {final_one, lasting, Failure{FailureClass::rate_limited, 1s}}) {
        Journey journey({1});
        journey.begin();
        EXPECT_EQ(journey.route.onward(failure, now, journey.gate), Step{});
    }
    Journey late({1}, true, Deadline(now));
    late.begin();
    EXPECT_EQ(late.route.onward(passing, now, late.gate), Step{});
}

TEST(Route, goes_on_behind_both_when_both_have_failed) {
    Journey journey({1, 1, 1});
    journey.begin();
    journey.route.beside(now, journey.gate);
    expect_step(journey.after(passing), Kind::fallback, {2, 0});
    EXPECT_EQ(journey.after(passing), Step{});
}

TEST(Route, calls_again_whoever_answered_as_long_as_a_call_is_left) {
    Journey journey({1, 1});
    journey.begin();
    EXPECT_EQ(journey.route.again(now), (Step{Kind::retry, {0, 0}}));
    EXPECT_EQ(journey.after(passing), (Step{Kind::fallback, {1, 0}})) << "the one repetition is used up";
    EXPECT_EQ(journey.route.again(now), (Step{Kind::retry, {1, 0}})) << "of whoever was called last";
    EXPECT_EQ(journey.route.calls(), calls_max);
    EXPECT_EQ(journey.route.again(now).kind, Kind::give_up);
}

TEST(Route, calls_nobody_again_where_no_repetition_is_wanted_or_no_time_is_left) {
    Journey unwilling({1}, false);
    unwilling.begin();
    EXPECT_EQ(unwilling.route.again(now).kind, Kind::give_up);
    Journey late({1}, true, Deadline(now + 1s));
    late.begin();
    EXPECT_EQ(late.route.again(now + 2s).kind, Kind::give_up);
}

}  // namespace
}  // namespace parley::routing
