#include "routing/latency_weights.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace parley::routing {
namespace {

using namespace std::chrono_literals;
using Burdens = std::vector<std::optional<Duration>>;

/// The share of each target in a hundred requests.
std::vector<double> shares(std::vector<Offer> offers, const Burdens& burdens) {
    weigh_by_latency(offers, burdens);
    double sum = 0;
    for (const Offer& offer : offers) sum += offer.weight;
    std::vector<double> result;
    for (const Offer& offer : offers) result.push_back(100 * offer.weight / sum);
    return result;
}

std::vector<Offer> offers(std::size_t count) {
    std::vector<Offer> result(count);
    for (std::size_t i = 0; i < count; ++i) result[i].target = static_cast<std::uint8_t>(i);
    return result;
}

TEST(LatencyWeights, like_shares_with_like) {
    for (const double share : shares(offers(4), {300ms, 300ms, 300ms, 300ms})) EXPECT_NEAR(share, 25, 0.1);
}

TEST(LatencyWeights, whoever_is_twice_as_slow_is_asked_once_in_seventeen_times) {
    const auto told = shares(offers(2), {400ms, 200ms});
    EXPECT_NEAR(told[0], 100.0 / 17, 0.1);
    EXPECT_NEAR(told[1], 1'600.0 / 17, 0.1);
}

TEST(LatencyWeights, a_small_difference_is_a_small_one) { EXPECT_NEAR(shares(offers(2), {210ms, 200ms})[0], 45, 1); }

TEST(LatencyWeights, whoever_is_slow_is_asked_all_the_same) { EXPECT_NEAR(shares(offers(2), {60s, 200ms})[0], 100.0 / 51, 0.1); }

TEST(LatencyWeights, whoever_nobody_knows_is_taken_for_as_good_as_the_best) {
    EXPECT_NEAR(shares(offers(2), {std::nullopt, 200ms})[0], 50, 0.1);
    EXPECT_NEAR(shares(offers(3), {std::nullopt, 200ms, 60s})[0], 100.0 / 2.02, 0.1);
    EXPECT_NEAR(shares(offers(2), {std::nullopt, std::nullopt})[0], 50, 0.1);
}

TEST(LatencyWeights, what_the_operator_said_counts_as_before) {
    std::vector<Offer> configured = offers(2);
    configured[0].weight = 300;
    configured[1].weight = 100;
    EXPECT_NEAR(shares(configured, {std::nullopt, std::nullopt})[0], 75, 0.1);
    EXPECT_NEAR(shares(configured, {200ms, 200ms})[0], 75, 0.1);
    EXPECT_NEAR(shares(configured, {400ms, 200ms})[0], 300.0 / 19, 0.1);
}

TEST(LatencyWeights, nobody_is_left_without_any) {
    std::vector<Offer> configured = offers(2);
    configured[0].weight = 1;
    configured[1].weight = 10'000;
    weigh_by_latency(configured, Burdens{10s, 10ms});
    EXPECT_GE(configured[0].weight, 1);
}

TEST(LatencyWeights, tiers_stay_where_they_are) {
    std::vector<Offer> tiers = offers(2);
    tiers[1].tier = 1;
    weigh_by_latency(tiers, Burdens{10s, 10ms});
    Random random(1);
    for (int i = 0; i < 100; ++i) {
        Plan plan;
        plan.add_model(tiers, random);
        ASSERT_EQ(plan[0].target, 0);
    }
}

}  // namespace
}  // namespace parley::routing
