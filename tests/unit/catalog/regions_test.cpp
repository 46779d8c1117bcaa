// regions_test.cpp: the table of where a request may go: where its targets are, which host was asked, and what it said.
#include "catalog/regions.hpp"

#include <gtest/gtest.h>

namespace parley::catalog {
namespace {

/// A model with a target in each of these regions; "" is a global one.
Model model_in(const std::vector<std::string>& regions) {
    Model model{.id = "m"};
    for (const std::string& region : regions) model.targets.push_back({"p" + std::to_string(model.targets.size()), "m", region});
    return model;
}

std::vector<std::size_t> order_of(const TargetOrder& order) { return {order.begin(), order.end()}; }

struct Case {
    std::vector<std::string> targets;
    std::string host;
    std::vector<std::size_t> in_region, global;  // indices of the targets to try
    bool served;
};

const std::vector<Case> cases = {
    {{"us"}, "us", {0}, {0}, true},
    {{"us"}, "eu", {}, {}, false},
    {{""}, "us", {}, {0}, true},
    {{""}, "eu", {}, {0}, true},
    {{"us", ""}, "us", {0}, {1, 0}, true},
    {{"us", ""}, "eu", {}, {1}, true},
    {{"us", "eu", ""}, "us", {0}, {2, 0}, true},
    {{"us", "eu", ""}, "eu", {1}, {2, 1}, true},
    {{"", "eu", "us", "", "eu"}, "eu", {1, 4}, {0, 3, 1, 4}, true},
    {{"eu", "eu"}, "us", {}, {}, false},
    {{}, "us", {}, {}, false},
};

TEST(TargetsFor, stay_in_the_region_of_the_host_unless_the_request_says_global) {
    for (const Case& one : cases) {
        const Model model = model_in(one.targets);
        SCOPED_TRACE(testing::PrintToString(one.targets) + " asked at " + one.host);
        EXPECT_EQ(order_of(targets_for(model, {one.host}, ModelRegion::not_stated)), one.in_region);
        EXPECT_EQ(order_of(targets_for(model, {one.host}, ModelRegion::global)), one.global);
        EXPECT_EQ(is_served_at(model, {one.host}), one.served);
    }
}

TEST(TargetsFor, never_name_a_target_of_another_region) {
    for (const Case& one : cases) {
        const Model model = model_in(one.targets);
        for (const ModelRegion asked : {ModelRegion::not_stated, ModelRegion::global}) {
            for (const std::size_t index : targets_for(model, {one.host}, asked)) {
                const std::string& region = model.targets[index].region;
                EXPECT_TRUE(region == one.host || (region.empty() && asked == ModelRegion::global));
            }
        }
    }
}

TEST(TargetsFor, stay_where_the_host_keeps_its_data_whatever_the_request_says) {
    for (const Case& one : cases) {
        const Model model = model_in(one.targets);
        const Residency host{one.host, false};
        SCOPED_TRACE(testing::PrintToString(one.targets) + " asked at " + one.host);
        EXPECT_EQ(order_of(targets_for(model, host, ModelRegion::global)), one.in_region);
        EXPECT_EQ(is_served_at(model, host), !one.in_region.empty());
    }
}

TEST(TargetsFor, prefer_the_region_and_go_anywhere_where_nobody_has_promised_one) {
    const Residency host{"us", true, false};
    const Model model = model_in({"eu", "", "us", ""});
    EXPECT_EQ(order_of(targets_for(model, host, ModelRegion::not_stated)), (std::vector<std::size_t>{2, 0, 1, 3}));
    EXPECT_EQ(order_of(targets_for(model, host, ModelRegion::global)), (std::vector<std::size_t>{1, 3, 2, 0}));
    EXPECT_TRUE(is_served_at(model_in({"eu"}), host));
    EXPECT_FALSE(is_served_at(model_in({}), host));
}

TEST(TargetsFor, have_room_for_as_many_targets_as_a_model_may_have) {
    Model model = model_in(std::vector<std::string>(targets_max, "us"));
    EXPECT_EQ(targets_for(model, {"us"}, ModelRegion::global).size(), targets_max);
    for (std::size_t index = 0; index < targets_max; index += 2) model.targets[index].region = "";
    EXPECT_EQ(targets_for(model, {"us"}, ModelRegion::global).size(), targets_max);
    EXPECT_EQ(targets_for(model, {"us"}, ModelRegion::not_stated).size(), targets_max / 2);
}

TEST(AvailableRegions, are_each_named_once_and_in_one_order) {
    using Regions = std::vector<std::string_view>;
    EXPECT_EQ(available_regions(model_in({"", "eu", "us", "eu"})), (Regions{"us", "eu", "global"}));
    EXPECT_EQ(available_regions(model_in({"eu"})), (Regions{"eu"}));
    EXPECT_EQ(available_regions(model_in({""})), (Regions{"global"}));
    EXPECT_EQ(available_regions(model_in({})), Regions{});
}

TEST(WithoutRetention, are_the_flagged_targets_in_their_order) {
    Model model = model_in({"us", "us", "", "us"});
    model.targets[1].zero_data_retention = model.targets[2].zero_data_retention = true;
    const TargetOrder global = targets_for(model, {"us"}, ModelRegion::global);
    EXPECT_EQ(order_of(without_retention(model, global)), (std::vector<std::size_t>{2, 1}));
    EXPECT_TRUE(without_retention(model_in({"us"}), targets_for(model_in({"us"}), {"us"}, ModelRegion::not_stated)).empty());
}

}  // namespace
}  // namespace parley::catalog
