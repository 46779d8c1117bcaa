#include "routing/target_healths.hpp"

#include <gtest/gtest.h>

namespace parley::routing {
namespace {

TEST(TargetHealths, are_one_for_each_target_and_outlive_a_reload) {
    TargetHealths healths;
    const auto first = healths.of("openai", "gpt-5");
    EXPECT_EQ(healths.of("openai", "gpt-5"), first);
    EXPECT_NE(healths.of("openai", "gpt-5-mini"), first);
    EXPECT_NE(healths.of("azure", "gpt-5"), first);
    EXPECT_NE(healths.of("openaigpt", "-5"), first);
}

TEST(TargetHealths, forget_targets_that_nobody_holds) {
    TargetHealths healths;
    for (int i = 0; i < 100; ++i) healths.of("openai", "model-" + std::to_string(i));
    const auto kept = healths.of("openai", "kept");
    EXPECT_EQ(healths.size(), 1u);
}

}  // namespace
}  // namespace parley::routing
