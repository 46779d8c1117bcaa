// weather_test.cpp: a day of bad weather in a moment. Requests go their ways, by the same route, breaker and budget that serve real ones,
// through targets that fail as a script says; every moment is a number, so a million requests take a second or two. What is asserted
// holds for all of them: how many calls there were, how soon a breaker noticed, and who was never called at all.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <optional>
#include <queue>
#include <span>
#include <utility>
#include <vector>

#include "routing/route.hpp"
#include "routing/target_health.hpp"

namespace parley::routing {
namespace {

using namespace std::chrono_literals;
using providers::FailureClass;

constexpr TimePoint start{1'000h};
constexpr std::uint64_t seed = 20'261'130;

/// From `begin` to `end`, this share of the calls fails, after `latency`.
struct Storm {
    Duration begin, end;
    double share = 1;
    FailureClass failure = FailureClass::overloaded;
    Duration latency = 20ms;
};

struct SimulatedTarget {
    std::vector<Storm> storms = {};
    Duration latency = 300ms;  // of an answer
    TargetHealth health = {};
    std::vector<TimePoint> calls = {};

    /// The failure of a call at that moment, if it is one, and when it ends.
    std::pair<std::optional<FailureClass>, TimePoint> call(TimePoint now, Random& random) {
        calls.push_back(now);
        for (const Storm& storm : storms) {
            const bool rages = now - start >= storm.begin && now - start < storm.end;
            if (rages && static_cast<double>(random.below(1'000'000)) < storm.share * 1e6) return {storm.failure, now + storm.latency};
        }
        return {std::nullopt, now + latency};
    }
};

/// Which target each place of a plan is.
using Places = std::vector<std::vector<std::size_t>>;

class World {
  public:
    explicit World(std::size_t targets) : targets_(targets) {}
    SimulatedTarget& operator[](std::size_t index) { return targets_[index]; }

    /// Sends requests at even distances until `length` has passed, each by the models of `places`.
    void run(const Places& places, Duration distance, Duration length) {
        events_.push({start, {}});
        while (!events_.empty()) {
            Event event = events_.top();
            events_.pop();
            const bool is_new = !event.request.route;
            if (is_new && event.at + distance < start + length) events_.push({event.at + distance, {}});
            step(places, event);
        }
    }

    std::size_t requests = 0, answered = 0, calls_most = 0;

  private:
    struct Request {
        std::optional<Route> route = {};           // empty: it arrives now
        std::size_t target = 0;                    // whose answer comes now
        std::optional<FailureClass> failure = {};  // empty: a good one
    };
    struct Event {
        TimePoint at;
        Request request;
        bool operator<(const Event& other) const { return at > other.at; }
    };

    class Gatekeeper final : public Gate {
      public:
        Gatekeeper(World& world, const Places& places) : world_(world), places_(places) {}
        bool admits(Place place, TimePoint now) override { return world_[places_[place.model][place.target]].health.breaker.admits(now); }
        bool grants_retry(Place place, TimePoint now) override {
            return world_[places_[place.model][place.target]].health.retries.take_retry(now);
        }

      private:
        World& world_;
        const Places& places_;
    };

    void step(const Places& places, Event& event) {
        Request& request = event.request;
        Gatekeeper gate(*this, places);
        Step next;
        if (!request.route) {
            ++requests;
            request.route.emplace(plan_of(places), true, Deadline(event.at + 600s));
            next = request.route->begin(event.at, gate);
        } else if (request.failure) {
            targets_[request.target].health.breaker.count_failure(*request.failure, event.at);
            next = request.route->after({*request.failure}, event.at, random_, gate);
        } else {
            targets_[request.target].health.breaker.count_success(event.at, event.at - targets_[request.target].latency);
            ++answered;
        }
        if (next.kind != Step::Kind::give_up) call(places, next, event);
    }

    Plan plan_of(const Places& places) {
        Plan plan;
        for (const auto& model : places) {
            std::array<Offer, offers_max> offers{};
            for (std::size_t i = 0; i < model.size(); ++i) offers[i].target = static_cast<std::uint8_t>(i);
            plan.add_model(std::span(offers).first(model.size()), random_);
        }
        return plan;
    }

    void call(const Places& places, const Step& next, Event& event) {
        const std::size_t target = places[next.place.model][next.place.target];
        const TimePoint at = next.at ? next.at->at() : event.at;
        if (next.kind != Step::Kind::retry) targets_[target].health.retries.count_request(at);
        const auto [failure, end] = targets_[target].call(at, random_);
        calls_most = std::max<std::size_t>(calls_most, event.request.route->calls());
        event.request.target = target;
        event.request.failure = failure;
        events_.push({end, event.request});
    }

    std::vector<SimulatedTarget> targets_;
    std::priority_queue<Event> events_;
    Random random_{seed};
};

std::size_t calls_between(const SimulatedTarget& target, Duration begin, Duration end) {
    std::size_t count = 0;
    for (const TimePoint at : target.calls) count += at - start >= begin && at - start < end;
    return count;
}

TEST(Weather, an_outage_is_unseen_where_there_is_a_fallback_and_the_target_is_left_alone) {
    World world(2);
    world[0].storms = {{60s, 120s}};
    world.run({{0}, {1}}, 1ms, 180s);
    EXPECT_EQ(world.answered, world.requests);
    EXPECT_LE(world.calls_most, 3u);
    EXPECT_EQ(world[0].health.breaker.times_opened(), 1u);
    // As long as answers to what was asked before still arrive, no ten failures are in a row. Then there is one probe a second.
    EXPECT_LE(calls_between(world[0], 60s, 61s), 400u);
    EXPECT_LE(calls_between(world[0], 61s, 120s), 60u);
    // It answers again within a second and a half of the end.
    EXPECT_GE(calls_between(world[0], 121'500ms, 180s), 58'000u);
    EXPECT_EQ(calls_between(world[1], 0s, 60s), 0u);
}

TEST(Weather, every_kind_of_outage_is_noticed_within_five_seconds_or_ten_failures) {
    for (const FailureClass failure : {FailureClass::network, FailureClass::timeout, FailureClass::overloaded, FailureClass::rate_limited,
                                       FailureClass::malformed_reply, FailureClass::bad_credential}) {
        SCOPED_TRACE(to_string(failure));
        World world(2);
        world[0].storms = {{10s, 40s, 1, failure, 100ms}};
        world.run({{0}, {1}}, 50ms, 60s);
        EXPECT_EQ(world.answered, world.requests);
        EXPECT_LE(calls_between(world[0], 10s, 11s), 30u);
        EXPECT_LE(calls_between(world[0], 15s, 40s), 26u);
        EXPECT_GE(calls_between(world[0], 45s, 60s), 290u);
    }
}

TEST(Weather, a_target_that_fails_everything_is_called_no_more_than_a_tenth_more_often) {
    World world(1);
    world[0].storms = {{0s, 300s}};
    world.run({{0}}, 2ms, 300s);
    EXPECT_EQ(world.answered, 0u);
    EXPECT_LE(static_cast<double>(world[0].calls.size()), 1.1 * static_cast<double>(world.requests));
    EXPECT_LE(world[0].calls.size(), 10u + 10u + 10u + 300u);  // until it opens, what was under way, retries, probes
    EXPECT_LE(world.calls_most, 2u);
}

TEST(Weather, a_brown_out_costs_few_requests_without_a_fallback_and_none_with_one) {
    World alone(1);
    alone[0].storms = {{0s, 600s, 0.05}};
    alone.run({{0}}, 10ms, 600s);
    EXPECT_GE(static_cast<double>(alone.answered), 0.99 * static_cast<double>(alone.requests));
    EXPECT_LE(static_cast<double>(alone[0].calls.size()), 1.1 * static_cast<double>(alone.requests));
    EXPECT_EQ(alone[0].health.breaker.times_opened(), 0u);

    World backed(2);
    backed[0].storms = {{0s, 600s, 0.5}};
    backed.run({{0}, {1}}, 10ms, 600s);
    EXPECT_EQ(backed.answered, backed.requests);
}

TEST(Weather, the_second_fallback_carries_what_the_first_cannot) {
    World world(3);
    world[0].storms = {{0s, 60s}};
    world[1].storms = {{30s, 60s, 1, FailureClass::timeout, 1s}};
    world.run({{0}, {1}, {2}}, 5ms, 60s);
    EXPECT_EQ(world.answered, world.requests);
    EXPECT_LE(world.calls_most, calls_max);
    EXPECT_EQ(calls_between(world[2], 0s, 30s), 0u);
}

TEST(Weather, a_million_requests_stay_within_their_bounds) {
    World world(4);
    for (std::size_t i = 0; i < 3; ++i) {
        for (int minute = 0; minute < 16; minute += 2) {
            const Duration begin = std::chrono::seconds(60 * minute + 20 * static_cast<int>(i));
            world[i].storms.push_back(
                {begin, begin + 45s, i == 2 ? 0.7 : 1.0, i == 1 ? FailureClass::rate_limited : FailureClass::network});
        }
    }
    world.run({{0, 1}, {2}}, 1ms, 1'000s);
    EXPECT_EQ(world.requests, 1'000'000u);
    EXPECT_LE(world.calls_most, calls_max);
    EXPECT_TRUE(world[3].calls.empty()) << "nobody named it";
    std::size_t calls = 0;
    for (std::size_t i = 0; i < 3; ++i) calls += world[i].calls.size();
    EXPECT_LE(static_cast<double>(calls), 1.2 * static_cast<double>(world.requests));
    EXPECT_GE(static_cast<double>(world.answered), 0.95 * static_cast<double>(world.requests));
}

}  // namespace
}  // namespace parley::routing
