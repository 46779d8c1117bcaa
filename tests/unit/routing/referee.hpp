// referee.hpp: what breakers and budgets must say, written down a second time: in plain numbers and with no care for speed. Whoever calls
// a target asks the referee too, and every difference fails the test.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>

#include "routing/target_health.hpp"

namespace parley::routing {

inline std::int64_t seconds_in(TimePoint moment) { return std::chrono::floor<std::chrono::seconds>(moment.time_since_epoch()).count(); }

/// Of retries: within ten seconds ten, or a tenth of the requests.
class RetryReferee {
  public:
    void count_request(TimePoint now) {
        turn_to(now);
        ++requests_;
    }
    void expect(bool granted, TimePoint now) {
        turn_to(now);
        ASSERT_EQ(granted, again_ < std::max<std::uint64_t>(10, requests_ / 10)) << again_ << " of " << requests_ << " were made twice";
        again_ += granted;
    }

  private:
    void turn_to(TimePoint now) {
        if (const std::int64_t number = seconds_in(now) / retry_window_length.count(); number != number_) {
            number_ = number;
            requests_ = again_ = 0;
        }
    }

    std::int64_t number_ = 0;
    std::uint64_t requests_ = 0, again_ = 0;
};

/// Of second calls: six of a hundred requests, of which thirty may be saved, and one that is free where there was none for ten seconds.
class HedgeReferee {
  public:
    void count_request() {
        ++requests_;
        saved_ = std::min(saved_ + 1, 500.0);
    }
    void expect(bool granted, TimePoint now) {
        constexpr double price = 16.67;
        const auto since = now - last_;
        const bool is_free = made_ == 0 || since >= std::chrono::milliseconds(10'100);
        const bool may_be_free = is_free || since >= std::chrono::seconds(10);
        if (saved_ >= price + rounding || is_free) {
            ASSERT_TRUE(granted) << saved_ << " requests have paid";
        }
        if (saved_ < price - rounding && !may_be_free) {
            ASSERT_FALSE(granted) << saved_ << " requests have paid";
        }
        if (!granted) return;
        ++made_;
        free_ += saved_ < price - rounding;
        saved_ = std::max(saved_ - price, 0.0);
        last_ = now;
        ASSERT_LE(100 * made_, 6 * requests_ + 100 * free_) << "the budget was passed";
    }

  private:
    static constexpr double rounding = 0.001;

    std::uint64_t requests_ = 0, made_ = 0, free_ = 0;
    double saved_ = 0;
    TimePoint last_{};
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
    RetryReferee retries = {};
    HedgeReferee hedges = {};
    BreakerReferee breaker = {};
};

}  // namespace parley::routing
