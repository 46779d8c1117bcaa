#include "catalog/regions.hpp"

#include <algorithm>

namespace parley::catalog {
namespace {

/// Appends the targets of exactly that region; empty: the global ones.
void append_targets(TargetOrder& order, const Model& model, std::string_view region) {
    for (std::size_t index = 0; index < model.targets.size(); ++index) {
        if (model.targets[index].region == region) order.push_back(index);
    }
}

bool has_target_in(const Model& model, std::string_view region) {
    return std::any_of(model.targets.begin(), model.targets.end(), [region](const Target& target) { return target.region == region; });
}

}  // namespace

TargetOrder targets_for(const Model& model, const Residency& host, ModelRegion asked) {
    TargetOrder order;
    if (asked == ModelRegion::global && host.obeys_global) append_targets(order, model, "");
    append_targets(order, model, host.region);
    if (host.keeps_region) return order;
    for (std::size_t index = 0; index < model.targets.size(); ++index) {
        if (std::find(order.begin(), order.end(), index) == order.end()) order.push_back(index);
    }
    return order;
}

TargetOrder without_retention(const Model& model, const TargetOrder& targets) {
    TargetOrder order;
    for (const std::uint8_t index : targets) {
        if (model.targets[index].zero_data_retention) order.push_back(index);
    }
    return order;
}

bool is_served_at(const Model& model, const Residency& host) {
    if (!host.keeps_region) return !model.targets.empty();
    return has_target_in(model, host.region) || (host.obeys_global && has_target_in(model, ""));
}

std::vector<std::string_view> available_regions(const Model& model) {
    std::vector<std::string_view> regions;
    for (const std::string_view region : {"us", "eu"}) {
        if (has_target_in(model, region)) regions.push_back(region);
    }
    if (has_target_in(model, "")) regions.push_back("global");
    return regions;
}

}  // namespace parley::catalog
