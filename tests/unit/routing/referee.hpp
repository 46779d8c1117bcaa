// referee.hpp: what breakers and budgets must say, written down a second time: in plain numbers and with no care for speed. Whoever calls
// a target asks the referee too, and every difference fails the test.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>

#include "routing/target_health.hpp"

namespace parley::routing {

inline std::int64_t seconds_in(TimePoint moment) {
    return std::chrono::floor<std::chrono::seconds>(moment.time_since_epoch()).count();
}

/// Of calls that are made twice, within ten seconds.
class BudgetReferee {
  public:
    BudgetReferee(std::uint64_t free, std::uint64_t percent) : free_(free), percent_(percent) {}

    void count_request(TimePoint now) {
        turn_to(now);
        ++requests_;
    }
    void expect(bool granted, TimePoint now) {
        turn_to(now);
        ASSERT_EQ(granted, again_ < std::max(free_, requests_ * percent_ / 100)) << again_ << " of " << requests_ << " were made twice";
        again_ += granted;
    }

  private:
    void turn_to(TimePoint now) {
        if (const std::int64_t number = seconds_in(now) / retry_window_length.count(); number != number_) {
            number_ = number;
            requests_ = again_ = 0;
        }
    }

    std::uint64_t free_, percent_;
    std::int64_t number_ = 0;
    std::uint64_t requests_ = 0, again_ = 0;
};

class BreakerReferee {
  public:
    void expect_admitted(bool admitted, TimePoint now) {
        if (!open_) {
            ASSERT_TRUE(admitted) << "a closed breaker keeps nobody out";
            return;
        }
        const auto since = now - last_probe_;
        if (since >= probe_interval + std::chrono::milliseconds(2)) {
            ASSERT_TRUE(admitted) << "a probe is due";
        }
        if (since < probe_interval) {
            ASSERT_FALSE(admitted) << "a probe a second";
        }
        if (admitted) last_probe_ = now;
    }

    /// A failure was counted, if it is one that counts: `is_open` is what the breaker says now.
    void expect_after_failure(providers::FailureClass failure, bool is_open, TimePoint now) {
        if (open_) {
            ASSERT_TRUE(is_open) << "failures close nothing";
            return;
        }
        turn_to(now);
        ++in_a_row_;
        ++attempts_;
        if (failure != providers::FailureClass::rate_limited) ++failures_;
        open_ = in_a_row_ >= 10 || (failures_ >= 10 && 2 * failures_ >= attempts_);
        ASSERT_EQ(is_open, open_) << in_a_row_ << " in a row, " << failures_ << " of " << attempts_;
        if (!open_) return;
        opened_ = last_probe_ = now;
        ++times_opened_;
    }

    void expect_after_success(TimePoint called, bool is_open, TimePoint now) {
        if (open_ && seconds_in(called) > seconds_in(opened_)) {
            open_ = false;
            in_a_row_ = 7;  // three more open it
            number_ = seconds_in(now) / breaker_window.count();
            attempts_ = 1;
            failures_ = 0;
        } else if (!open_) {
            turn_to(now);
            in_a_row_ = 0;
            ++attempts_;
        }
        ASSERT_EQ(is_open, open_);
    }

    std::size_t times_opened() const { return times_opened_; }

  private:
    void turn_to(TimePoint now) {
        if (const std::int64_t number = seconds_in(now) / breaker_window.count(); number != number_) {
            number_ = number;
            attempts_ = failures_ = 0;
        }
    }

    bool open_ = false;
    TimePoint opened_{}, last_probe_{};
    int in_a_row_ = 0;
    std::int64_t number_ = 0;
    int attempts_ = 0, failures_ = 0;
    std::size_t times_opened_ = 0;
};

/// Both of a target, and its health, which they watch.
struct WatchedHealth {
    TargetHealth health = {};
    BudgetReferee retries{10, 10};
    BudgetReferee hedges{1, 6};
    BreakerReferee breaker = {};
};

}  // namespace parley::routing
