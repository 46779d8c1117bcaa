#include "routing/plan.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <vector>

namespace parley::routing {
namespace {

std::vector<int> targets_of(const std::vector<Offer>& offers, std::uint64_t seed) {
    Random random(seed);
    Plan plan;
    plan.add_model(offers, random);
    std::vector<int> targets;
    for (std::size_t i = 0; i < plan.size(); ++i) targets.push_back(plan[i].target);
    return targets;
}

TEST(Plan, keeps_the_operators_order_where_there_are_no_weights) {
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        EXPECT_EQ(targets_of({{.target = 2}, {.target = 0}, {.target = 1}}, seed), (std::vector{2, 0, 1}));
    }
}

TEST(Plan, holds_the_models_one_after_another) {
    Random random(1);
    Plan plan;
    plan.add_model(std::vector<Offer>{{.target = 3}, {.target = 1}}, random);
    plan.add_model(std::vector<Offer>{{.target = 0}}, random);
    ASSERT_EQ(plan.size(), 3U);
    EXPECT_EQ(plan.models(), 2U);
    EXPECT_EQ(plan[0], (Place{0, 3}));
    EXPECT_EQ(plan[1], (Place{0, 1}));
    EXPECT_EQ(plan[2], (Place{1, 0}));
}

/// How often each target comes first, of so many plans.
std::map<int, int> firsts(const std::vector<Offer>& offers, int plans) {
    std::map<int, int> counts;
    for (int seed = 0; seed < plans; ++seed) ++counts[targets_of(offers, static_cast<std::uint64_t>(seed)).front()];
    return counts;
}

TEST(Plan, shares_the_first_place_by_weight) {
    constexpr int plans = 40'000;
    auto counts = firsts({{.target = 0, .weight = 70}, {.target = 1, .weight = 20}, {.target = 2, .weight = 10}}, plans);
    EXPECT_NEAR(counts[0], plans * 0.7, plans * 0.01);
    EXPECT_NEAR(counts[1], plans * 0.2, plans * 0.01);
    EXPECT_NEAR(counts[2], plans * 0.1, plans * 0.01);
}

TEST(Plan, asks_each_weighted_target_once) {
    for (std::uint64_t seed = 0; seed < 1'000; ++seed) {
        std::vector<int> targets =
            targets_of({{.target = 0, .weight = 1}, {.target = 1, .weight = 65'535}, {.target = 2, .weight = 1}}, seed);
        std::sort(targets.begin(), targets.end());
        EXPECT_EQ(targets, (std::vector{0, 1, 2})) << "seed " << seed;
    }
}

TEST(Plan, mixes_neighbours_only) {
    const std::vector<Offer> offers{{.target = 0, .weight = 1},
                                    {.target = 1, .weight = 1},
                                    {.target = 2},
                                    {.target = 3, .weight = 1},
                                    {.target = 4, .tier = 1, .weight = 1}};
    for (std::uint64_t seed = 0; seed < 1'000; ++seed) {
        const std::vector<int> targets = targets_of(offers, seed);
        EXPECT_LE(std::max(targets[0], targets[1]), 1) << "seed " << seed;
        EXPECT_EQ(std::vector(targets.begin() + 2, targets.end()), (std::vector{2, 3, 4})) << "seed " << seed;
    }
}

}  // namespace
}  // namespace parley::routing
