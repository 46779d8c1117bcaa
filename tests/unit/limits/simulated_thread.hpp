// simulated_thread.hpp: a thread of the gateway in simulated time: requests that a seed draws, two lines of what is ready
// (http/poller.hpp), streams, stalls, and a Shedding that says who is let in. What a step costs is about what a processor of a small server
// takes for it.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <queue>
#include <random>
#include <utility>
#include <vector>

#include "limits/shedding.hpp"

namespace parley::limits::testing {

using namespace std::chrono_literals;

/// So much of each line at a time is served, as Poller does it.
inline constexpr std::size_t served_per_turn = 64;
inline constexpr Duration served_for_max = 1ms;
inline constexpr Duration sign_interval = 5ms;

/// An upstream begins after so long, and goes on as often.
inline constexpr Duration event_interval = 5ms;
inline constexpr int events_of_a_stream = 41;

inline constexpr Duration cost_of_letting_in = 30us;
inline constexpr Duration cost_of_refusing = 7us;
inline constexpr Duration cost_of_reading = 8us;  // whatever has gathered
inline constexpr Duration cost_of_an_event = 3us;

/// Everything stands still, as when a machine collects its garbage.
struct Stall {
    Duration at;
    Duration length;
};

/// So many requests a second until then; or callers, each of whom asks again once it has been answered.
struct Crowd {
    double rate = 0;
    Duration until = 0s;
    int callers = 0;
};

struct Outcome {
    Duration asked;  // since the beginning
    Duration took;   // to the first byte
};

class SimulatedThread {
  public:
    SimulatedThread(std::uint64_t seed, Duration lateness_max) : chance_(seed), lateness_max_(lateness_max) {}

    /// Crowds come one after the other; stalls by their time. Ends with the last crowd.
    void run(const std::vector<Crowd>& crowds, const std::vector<Stall>& stalls = {}) {
        stalls_.assign(stalls.begin(), stalls.end());
        for (const Crowd& crowd : crowds) {
            next_request_ = crowd.rate > 0 ? now_ + gap(crowd.rate) : crowd.until;
            for (int i = 0; i < crowd.callers; ++i) beginnings_.push_back({request, now_});
            while (now_ < crowd.until) take_turn(crowd);
        }
    }

    std::vector<Outcome> first_bytes, refusals;
    std::vector<Duration> lateness;  // as the rest's sign saw it
    std::size_t done = 0;

  private:
    static constexpr int request = -1, sign = -2;
    struct Ready {
        int who;  // a stream; or a request, or the sign
        Duration since;
    };
    struct Stream {
        Duration asked{};
        int to_come = events_of_a_stream;
        int gathered = 0;
        bool is_ready = false;
        bool has_begun = false;
    };
    struct Event {
        Duration at;
        int stream;
        bool operator<(const Event& other) const { return at > other.at; }  // the soonest on top
    };
    struct Sign {
        Duration sent = -1s, seen = -1s, latest{};
        bool is_under_way = false;
        Duration lateness(Duration now) const {
            const Duration known = now - seen <= 100ms ? latest : Duration{};
            return is_under_way ? std::max(known, now - sent) : known;
        }
    };
    struct Line : std::deque<Ready> {
        Sign sign;
    };

    Duration gap(double rate) {
        return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(std::exponential_distribution<double>(rate)(chance_)));
    }

    /// What has arrived by now.
    void collect(const Crowd& crowd) {
        for (;;) {
            const bool is_event = !events_.empty() && (events_.top().at <= next_request_ || crowd.rate == 0);
            const Duration at = is_event ? events_.top().at : next_request_;
            if (at > now_ || (!is_event && crowd.rate == 0)) return;
            if (!is_event) {
                beginnings_.push_back({request, at});
                next_request_ += gap(crowd.rate);
                continue;
            }
            const int number = events_.top().stream;
            events_.pop();
            Stream& stream = streams_[static_cast<std::size_t>(number)];
            ++stream.gathered;
            if (--stream.to_come > 0) events_.push({at + event_interval, number});
            if (stream.is_ready) continue;
            stream.is_ready = true;
            (stream.has_begun ? rest_ : beginnings_).push_back({number, at});
        }
    }

    void take_turn(const Crowd& crowd) {
        collect(crowd);
        if (beginnings_.empty() && rest_.empty()) {
            now_ = std::min({crowd.until, events_.empty() ? crowd.until : events_.top().at, crowd.rate > 0 ? next_request_ : crowd.until});
            return;
        }
        const Duration began = now_;
        for (Line* const line : {&beginnings_, &rest_}) {
            if (line->sign.is_under_way || now_ - line->sign.sent < sign_interval) continue;
            line->sign.is_under_way = true;
            line->sign.sent = now_;
            line->push_back({sign, now_});
        }
        if (!stalls_.empty() && now_ >= stalls_.front().at) {
            now_ += stalls_.front().length;
            stalls_.pop_front();
        }
        const std::size_t served = serve(beginnings_, served_per_turn, 0s, began);
        for (const Outcome& outcome : first_in_line_) first_bytes.push_back({outcome.asked, now_ - outcome.asked});
        for (const Outcome& outcome : refused_in_line_) refusals.push_back({outcome.asked, now_ - outcome.asked});
        first_in_line_.clear();
        refused_in_line_.clear();
        serve(rest_, served_per_turn - served, now_ - began, began);
        for (std::size_t i = 0; crowd.callers > 0 && i < ended_in_turn_; ++i) beginnings_.push_back({request, now_});
        ended_in_turn_ = 0;
    }

    std::size_t serve(Line& line, std::size_t count, Duration at_least, Duration turn) {
        const Duration enough = now_ + at_least, last = now_ + served_for_max;
        std::size_t served = 0;
        for (; !line.empty() && (served == 0 || ((served < count || now_ < enough) && now_ < last)); ++served) {
            const Ready next = line.front();
            line.pop_front();
            if (next.who == sign) {
                line.sign = {.sent = line.sign.sent, .seen = now_, .latest = now_ - line.sign.sent};
                if (&line == &rest_) lateness.push_back(line.sign.latest);
            } else if (next.who == request) {
                serve_request(next.since, turn);
            } else {
                serve_stream(next.who);
            }
        }
        return served;
    }

    void serve_request(Duration asked, Duration turn) {
        shedding_.look(std::max(4 * beginnings_.sign.lateness(turn), rest_.sign.lateness(turn)), lateness_max_, under_way_,
                       TimePoint(1'000h) + turn);
        if (shedding_.refuses(true)) {
            now_ += cost_of_refusing;
            refused_in_line_.push_back({asked, {}});
            return;
        }
        now_ += cost_of_letting_in;
        ++under_way_;
        int number = static_cast<int>(streams_.size());
        if (free_.empty()) {
            streams_.emplace_back();
        } else {
            number = free_.back();
            free_.pop_back();
        }
        streams_[static_cast<std::size_t>(number)] = {.asked = asked};
        events_.push({now_ + event_interval, number});
    }

    void serve_stream(int number) {
        Stream& stream = streams_[static_cast<std::size_t>(number)];
        stream.is_ready = false;
        now_ += cost_of_reading + stream.gathered * cost_of_an_event;
        stream.gathered = 0;
        if (!std::exchange(stream.has_begun, true)) first_in_line_.push_back({stream.asked, {}});
        if (stream.to_come > 0) return;
        --under_way_;
        ++done;
        ++ended_in_turn_;
        free_.push_back(number);
    }

    std::mt19937_64 chance_;
    Duration lateness_max_;
    Shedding shedding_;
    Duration now_{};
    Duration next_request_{};
    Line beginnings_, rest_;
    std::priority_queue<Event> events_;
    std::vector<Stream> streams_;
    std::vector<int> free_;
    std::uint64_t under_way_ = 0;
    std::deque<Stall> stalls_;
    std::vector<Outcome> first_in_line_, refused_in_line_;
    std::size_t ended_in_turn_ = 0;
};

/// Of those that were asked for from then on: so long took that part of them at most.
inline Duration share(const std::vector<Outcome>& outcomes, double part, Duration from = 0s) {
    std::vector<Duration> times;
    for (const Outcome& outcome : outcomes) {
        if (outcome.asked >= from) times.push_back(outcome.took);
    }
    if (times.empty()) return {};
    std::sort(times.begin(), times.end());
    return times[std::min(times.size() - 1, static_cast<std::size_t>(part * static_cast<double>(times.size())))];
}

}  // namespace parley::limits::testing
