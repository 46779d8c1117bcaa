#include "routing/remedies.hpp"

#include <gtest/gtest.h>

namespace parley::routing {
namespace {

using namespace std::chrono_literals;
using providers::FailureClass;

TEST(Remedies, follow_the_table_of_outcomes) {
    constexpr Remedies both{true, true};
    constexpr Remedies elsewhere{false, true};
    constexpr Remedies none{false, false};
    struct Case {
        Failure failure;
        Remedies remedies;
    };
    const Case cases[] = {
        {{FailureClass::network}, both},
        {{FailureClass::timeout}, both},
        {{FailureClass::overloaded}, both},
        {{FailureClass::overloaded, 300s}, both},  // what a 503 asks for is for the caller: one more try is ours
        {{FailureClass::malformed_reply}, both},
        {{FailureClass::rate_limited}, elsewhere},
        {{FailureClass::rate_limited, 0s}, both},
        {{FailureClass::rate_limited, 1s}, both},
        {{FailureClass::rate_limited, 2s}, elsewhere},
        {{FailureClass::bad_credential}, elsewhere},
        {{FailureClass::out_of_quota, 0s}, elsewhere},
        {{FailureClass::model_unavailable}, elsewhere},
        {{FailureClass::caller_fault}, none},
        {{FailureClass::content_filtered}, none},
        {{FailureClass::unknown}, none},
    };
    for (const Case& given : cases) {
        const Remedies remedies = remedies_for(given.failure);
        EXPECT_EQ(remedies.same_target, given.remedies.same_target) << to_string(given.failure.failure);
        EXPECT_EQ(remedies.next_target, given.remedies.next_target) << to_string(given.failure.failure);
    }
}

TEST(Remedies, patience_is_a_second) {
    EXPECT_FALSE(asks_for_patience({FailureClass::overloaded}));
    EXPECT_FALSE(asks_for_patience({FailureClass::overloaded, 1s}));
    EXPECT_TRUE(asks_for_patience({FailureClass::overloaded, 2s}));
}

}  // namespace
}  // namespace parley::routing
