#include "routing/plain_retry.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace parley::routing {
namespace {

using namespace std::chrono_literals;
using providers::FailureClass;

constexpr TimePoint now{1'000h};
constexpr Deadline far = Deadline(now + 1h);

std::optional<Deadline> first_retry(const Failure& failure, bool allowed = true, Deadline total = far) {
    Random random(1);
    return PlainRetry(allowed, total).after(failure, now, random);
}

TEST(PlainRetry, follows_the_table_of_failures) {
    struct Case {
        Failure failure;
        bool again;
    };
    const Case cases[] = {
        {{FailureClass::network}, true},
        {{FailureClass::timeout}, true},
        {{FailureClass::overloaded}, true},
        {{FailureClass::overloaded, 300s}, true},  // what a 503 asks for is for the caller: one more try is ours
        {{FailureClass::malformed_reply}, true},
        {{FailureClass::rate_limited}, false},
        {{FailureClass::rate_limited, 0s}, true},
        {{FailureClass::rate_limited, 1s}, true},
        {{FailureClass::rate_limited, 2s}, false},
        {{FailureClass::bad_credential}, false},
        {{FailureClass::out_of_quota, 0s}, false},
        {{FailureClass::model_unavailable}, false},
        {{FailureClass::caller_fault}, false},
        {{FailureClass::content_filtered}, false},
        {{FailureClass::unknown}, false},
    };
    for (const Case& given : cases)
        EXPECT_EQ(first_retry(given.failure).has_value(), given.again) << to_string(given.failure.failure);
}

TEST(PlainRetry, comes_once) {
    Random random(1);
    PlainRetry retry(true, far);
    EXPECT_TRUE(retry.after({FailureClass::network}, now, random));
    EXPECT_FALSE(retry.after({FailureClass::network}, now + 1s, random));
}

TEST(PlainRetry, comes_never_when_the_request_says_so) { EXPECT_FALSE(first_retry({FailureClass::network}, false)); }

TEST(PlainRetry, waits_half_a_second_and_up_to_a_fifth_more) {
    Random random(1);
    Duration shortest = Duration::max();
    Duration longest = Duration::min();
    for (int i = 0; i < 10'000; ++i) {
        const Duration wait = PlainRetry(true, far).after({FailureClass::overloaded}, now, random)->at() - now;
        shortest = std::min(shortest, wait);
        longest = std::max(longest, wait);
    }
    EXPECT_EQ(shortest, 500ms);
    EXPECT_EQ(longest, 700ms);
}

TEST(PlainRetry, waits_for_as_long_as_a_rate_limit_asks) {
    const Duration wait = first_retry({FailureClass::rate_limited, 1s})->at() - now;
    EXPECT_GE(wait, 1s);
    EXPECT_LE(wait, 1'200ms);
}

TEST(PlainRetry, is_not_begun_at_or_after_the_end_of_the_whole) {
    EXPECT_FALSE(first_retry({FailureClass::network}, true, Deadline(now + 500ms)));
    EXPECT_TRUE(first_retry({FailureClass::network}, true, Deadline(now + 701ms)));
}

}  // namespace
}  // namespace parley::routing
