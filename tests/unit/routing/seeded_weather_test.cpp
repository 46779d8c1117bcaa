// seeded_weather_test.cpp: weather that nobody thought of. Climates are drawn by a seed: who has which targets in which region, when they
// fail, how and how slowly, who asks whom with which fallbacks. Requests go their ways by the routes, breakers, budgets, sketches and waits
// that serve real ones; a referee (referee.hpp) checks every word of theirs, and what must hold for every single call is asserted at that
// call.
//
//     PARLEY_WEATHER_REQUESTS=10000000 PARLEY_WEATHER_SEED=7 unit_routing --gtest_filter='SeededWeather.*'
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <queue>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "catalog/regions.hpp"
#include "routing/hedge_wait.hpp"
#include "routing/route.hpp"
#include "unit/routing/referee.hpp"

namespace parley::routing {
namespace {

using namespace std::chrono_literals;
using providers::FailureClass;

constexpr std::uint64_t requests_of_a_climate = 100'000;
constexpr std::size_t models_count = 5;
constexpr std::array<std::string_view, 3> regions = {"us", "eu", ""};  // the last: anywhere
constexpr Duration first_chunk_timeout = 10s;
constexpr Duration total_timeout = 25s;  // short enough to matter when calls are silent until their deadline
constexpr catalog::Hedge hedge{.percentile = 95};

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
    const char* const text = std::getenv(variable);
    return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

Duration seconds_of(double seconds) { return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds)); }

struct Chance : Random {
    using Random::Random;
    double share() { return static_cast<double>(below(1'000'000)) / 1e6; }
    bool happens(double probability) { return share() < probability; }
    template <class List>
    auto& one_of(List& list) {
        return list[below(std::size(list))];
    }
};

constexpr FailureClass failures[] = {FailureClass::overloaded,     FailureClass::timeout,      FailureClass::network,
                                     FailureClass::rate_limited,   FailureClass::caller_fault, FailureClass::malformed_reply,
                                     FailureClass::bad_credential, FailureClass::out_of_quota};

struct Storm {
    TimePoint begin, end;
    double share;
    FailureClass failure;
    Duration latency;
};

struct SimulatedTarget : WatchedHealth {
    std::string_view region = {};
    double median_seconds = 0.3, tail = 0;
    std::vector<Storm> storms = {};
};

/// One of the at most two calls of a request that run at a time.
struct Running {
    std::size_t target = 0;
    TimePoint began = {};
    std::optional<FailureClass> failure = {};  // that it will end with; empty: well
    bool is_running = false;
};

struct Request {
    std::optional<Route> route = {};
    std::array<std::size_t, models_max> models = {};
    std::array<catalog::TargetOrder, models_max> orders = {};
    catalog::Residency host = {};
    catalog::ModelRegion asked = catalog::ModelRegion::not_stated;
    TimePoint ends_by = {};
    bool hedged = false;
    std::array<Running, 2> running = {};
    std::uint32_t race = 0;  // its number, so that what was planned for an earlier one is let be
};

struct Event {
    enum class Kind : std::uint8_t { arrival, call, hedge, end };
    TimePoint at;
    Kind kind = Kind::arrival;
    std::uint8_t slot = 0;
    std::uint32_t request = 0, race = 0;
    Step step = {};

    bool operator<(const Event& other) const { return at > other.at; }
};

class Climate {
  public:
    explicit Climate(std::uint64_t seed) : chance_(seed) {
        draw_targets();
        draw_models();
    }

    void run() {
        events_.push({.at = now_});
        while (!events_.empty() && !testing::Test::HasFatalFailure()) {
            const Event event = events_.top();
            events_.pop();
            now_ = event.at;
            play(event);
        }
    }

    std::uint64_t arrived = 0, answered = 0, calls = 0, retries = 0, hedges = 0;
    std::size_t times_opened() const {
        std::size_t sum = 0;
        for (const auto& target : targets_) sum += target->breaker.times_opened();
        return sum;
    }

  private:
    class Gatekeeper final : public Gate {
      public:
        Gatekeeper(Climate& climate, const Request& request) : climate_(climate), request_(request) {}
        bool admits(Place place, TimePoint now) override {
            SimulatedTarget& target = climate_.target_at(request_, place);
            const bool admitted = target.health.breaker.admits(now);
            target.breaker.expect_admitted(admitted, now);
            return admitted;
        }
        bool grants_retry(Place place, TimePoint now) override {
            SimulatedTarget& target = climate_.target_at(request_, place);
            const bool granted = target.health.retries.take_retry(now);
            target.retries.expect(granted, now);
            return granted;
        }

      private:
        Climate& climate_;
        const Request& request_;
    };

    void draw_targets() {
        const auto hours = std::chrono::hours(1 + chance_.below(10'000));  // that the machine has been up
        now_ = TimePoint(hours) + std::chrono::milliseconds(chance_.below(100'000));
        distance_seconds_ = std::exp(std::log(0.0005) + chance_.share() * std::log(100));  // half a millisecond to fifty
        const double length = distance_seconds_ * static_cast<double>(requests_of_a_climate);
        for (std::size_t i = 0; i < 8; ++i) {
            auto& target = *targets_.emplace_back(std::make_unique<SimulatedTarget>());
            target.region = regions[i % regions.size()];
            target.median_seconds = 0.05 + chance_.share();
            target.tail = chance_.happens(0.3) ? 0.1 * chance_.share() : 0;
            for (std::uint64_t storm = chance_.below(6); storm > 0; --storm) {
                const TimePoint begin = now_ + seconds_of(length * chance_.share());
                const double share = chance_.happens(0.5) ? 1 : chance_.share();
                const Duration latency = chance_.happens(0.2) ? Duration(first_chunk_timeout) : seconds_of(0.5 * chance_.share());
                target.storms.push_back(
                    {begin, begin + seconds_of(length * 0.2 * chance_.share()), share, chance_.one_of(failures), latency});
            }
        }
    }

    void draw_models() {
        for (catalog::Model& model : models_) {
            for (std::uint64_t count = 1 + chance_.below(4); count > 0; --count) {
                const std::size_t index = chance_.below(targets_.size());
                catalog::Target target;
                target.model = std::to_string(index);
                target.region = targets_[index]->region;
                target.weight = static_cast<std::uint16_t>(chance_.below(3));
                model.targets.push_back(std::move(target));
            }
        }
    }

    static std::size_t index_of(const catalog::Target& target) { return std::stoul(target.model); }
    const catalog::Target& offered(const Request& request, Place place) const {
        return models_[request.models[place.model]].targets[request.orders[place.model][place.target]];
    }
    SimulatedTarget& target_at(const Request& request, Place place) { return *targets_[index_of(offered(request, place))]; }

    void play(const Event& event) {
        if (event.kind == Event::Kind::arrival) return arrive();
        Request& request = requests_[event.request];
        if (event.race != request.race) return;
        if (event.kind == Event::Kind::call) return call(event.request, event.step);
        if (event.kind == Event::Kind::hedge) return ask_beside(event.request);
        if (request.running[event.slot].is_running) end(event.request, event.slot);
    }

    void arrive() {
        if (++arrived < requests_of_a_climate) events_.push({.at = now_ - seconds_of(distance_seconds_ * std::log(1 - chance_.share()))});
        const std::uint32_t number = free_.empty() ? static_cast<std::uint32_t>(requests_.size()) : free_.back();
        free_.empty() ? void(requests_.emplace_back()) : free_.pop_back();
        Request& request = requests_[number];
        request = {.host = {.region = regions[chance_.below(2)]},
                   .ends_by = now_ + total_timeout,
                   .hedged = chance_.happens(0.3),
                   .race = request.race + 1};
        if (chance_.happens(0.2)) request.asked = catalog::ModelRegion::global;
        const Plan plan = draw_plan(request);
        if (plan.size() == 0) return forget(number);  // the host has no such model
        request.route.emplace(plan, chance_.happens(0.8), Deadline(request.ends_by));
        Gatekeeper gate(*this, request);
        follow(number, request.route->begin(now_, gate));
    }

    /// A model and up to two fallbacks, of those that the host has.
    Plan draw_plan(Request& request) {
        Plan plan;
        const std::size_t wanted = 1 + chance_.below(models_max);
        for (int tries = 0; plan.models() < wanted && tries < 6; ++tries) {
            const std::size_t model = chance_.below(models_count);
            const catalog::TargetOrder order = catalog::targets_for(models_[model], request.host, request.asked);
            if (order.empty()) continue;
            request.models[plan.models()] = model;
            request.orders[plan.models()] = order;
            std::array<Offer, offers_max> offers{};
            for (std::size_t at = 0; at < order.size(); ++at) {
                const catalog::Target& target = models_[model].targets[order[at]];
                offers[at] = {static_cast<std::uint8_t>(at), static_cast<std::uint8_t>(target.region.empty() ? 0 : 1), target.weight};
            }
            plan.add_model(std::span(offers).first(order.size()), chance_);
        }
        return plan;
    }

    void follow(std::uint32_t number, const Step& step) {
        if (step.kind == Step::Kind::give_up) return forget(number);
        Request& request = requests_[number];
        ++request.race;
        request.running = {};
        if (!step.at) return call(number, step);
        ASSERT_LE(step.at->at(), request.ends_by) << "a retry that could not be answered in time";
        events_.push({.at = step.at->at(), .kind = Event::Kind::call, .request = number, .race = request.race, .step = step});
    }

    void call(std::uint32_t number, const Step& step) {
        Request& request = requests_[number];
        SimulatedTarget& target = target_at(request, step.place);
        ASSERT_LE(request.route->calls(), calls_max);
        ASSERT_LT(now_, request.ends_by) << "a call after the deadline";
        const bool is_allowed =
            target.region == request.host.region || (target.region.empty() && request.asked == catalog::ModelRegion::global);
        ASSERT_TRUE(is_allowed) << "a target outside the region";
        ++calls;
        if (step.kind == Step::Kind::retry) ++retries;
        if (step.kind != Step::Kind::retry) {
            target.health.retries.count_request(now_);
            target.retries.count_request(now_);
            target.health.hedges.count_request();
            target.hedges.count_request();
        }
        const std::uint8_t slot = request.running[0].is_running ? 1 : 0;
        const auto [failure, end] = draw_end(target, request.ends_by);
        request.running[slot] = {index_of(offered(request, step.place)), now_, failure, true};
        events_.push({.at = end, .kind = Event::Kind::end, .slot = slot, .request = number, .race = request.race});
        if (!request.hedged || slot == 1) return;
        const auto wait = hedge_wait(hedge, target.health.first_chunk, now_);
        if (wait) events_.push({.at = now_ + *wait, .kind = Event::Kind::hedge, .request = number, .race = request.race});
    }

    std::pair<std::optional<FailureClass>, TimePoint> draw_end(const SimulatedTarget& target, TimePoint ends_by) {
        for (const Storm& storm : target.storms) {
            if (now_ < storm.begin || now_ >= storm.end || !chance_.happens(storm.share)) continue;
            return {storm.failure, std::min(now_ + storm.latency, ends_by)};
        }
        const double spread = std::exp(2 * (chance_.share() + chance_.share() + chance_.share() - 1.5));
        const Duration taken = seconds_of(target.median_seconds * spread * (chance_.happens(target.tail) ? 10 : 1));
        const Duration most = std::min<Duration>(first_chunk_timeout, ends_by - now_);
        return taken <= most ? std::pair(std::optional<FailureClass>(), now_ + taken)
                             : std::pair(std::optional(FailureClass::timeout), now_ + most);
    }

    void ask_beside(std::uint32_t number) {
        Request& request = requests_[number];
        const Running& first = request.running[0];
        if (!first.is_running) return;
        SimulatedTarget& target = *targets_[first.target];
        const bool granted = target.health.hedges.take_hedge(now_, hedge.budget);
        target.hedges.expect(granted, now_);
        if (!granted) return;
        Gatekeeper gate(*this, request);
        const Step step = request.route->beside(now_, gate);
        if (step.kind == Step::Kind::give_up) return;
        ++hedges;
        call(number, step);
    }

    void end(std::uint32_t number, std::uint8_t slot) {
        Request& request = requests_[number];
        Running& ended = request.running[slot];
        ended.is_running = false;
        SimulatedTarget& target = *targets_[ended.target];
        if (ended.failure && dents_health(*ended.failure)) {
            target.health.breaker.count_failure(*ended.failure, now_);
            target.breaker.expect_after_failure(*ended.failure, target.health.breaker.state().is_open(), now_);
        } else {
            target.health.breaker.count_success(now_, ended.began);
            target.breaker.expect_after_success(ended.began, target.health.breaker.state().is_open(), now_);
        }
        const Running& other = request.running[1 - slot];
        if (!ended.failure) {
            target.health.first_chunk.record(now_ - ended.began, now_);
            if (other.is_running) targets_[other.target]->health.first_chunk.record(now_ - other.began, now_);
            ++answered;
            return forget(number);
        }
        if (other.is_running) return;
        Gatekeeper gate(*this, request);
        follow(number, request.route->after({*ended.failure, draw_patience(*ended.failure)}, now_, chance_, gate));
    }

    std::optional<std::chrono::seconds> draw_patience(FailureClass failure) {
        if (failure != FailureClass::rate_limited || chance_.happens(0.5)) return std::nullopt;
        return std::chrono::seconds(chance_.below(4));
    }

    void forget(std::uint32_t number) {
        ++requests_[number].race;
        free_.push_back(number);
    }

    Chance chance_;
    TimePoint now_{};
    double distance_seconds_ = 0.001;
    std::vector<std::unique_ptr<SimulatedTarget>> targets_;
    std::array<catalog::Model, models_count> models_{};
    std::vector<Request> requests_;
    std::vector<std::uint32_t> free_;
    std::priority_queue<Event> events_;
};

TEST(SeededWeather, every_call_keeps_within_limits_budgets_regions_and_deadlines) {
    const std::uint64_t seed = number_from("PARLEY_WEATHER_SEED", random_seed() % 1'000'000);
    const std::uint64_t wanted = number_from("PARLEY_WEATHER_REQUESTS", 1'000'000);
    std::uint64_t requests = 0, answered = 0, calls = 0, retries = 0, hedges = 0;
    std::size_t opened = 0;
    for (std::uint64_t number = 0; requests < wanted; ++number) {
        SCOPED_TRACE("PARLEY_WEATHER_SEED=" + std::to_string(seed) + ", climate " + std::to_string(number));
        Climate climate(seed + number);
        climate.run();
        ASSERT_FALSE(HasFatalFailure());
        requests += climate.arrived;
        answered += climate.answered;
        calls += climate.calls;
        retries += climate.retries;
        hedges += climate.hedges;
        opened += climate.times_opened();
    }
    std::printf("seed %lu: %lu requests, %lu answered, %lu calls, %lu of them retries and %lu hedges; breakers opened %zu times\n", seed,
                requests, answered, calls, retries, hedges, opened);
    // Weather that tested nothing would be no test.
    EXPECT_GT(answered, requests / 2);
    EXPECT_GT(retries, requests / 1'000);
    EXPECT_GT(hedges, requests / 1'000);
    EXPECT_GT(opened, requests / 100'000);
}

}  // namespace
}  // namespace parley::routing
