// snapshot.hpp: everything a request needs to know, in one immutable value. A request keeps the snapshot it began with.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "catalog/model.hpp"
#include "config/config.hpp"
#include "http/origin.hpp"
#include "observe/model_metrics.hpp"
#include "providers/provider.hpp"
#include "routing/retry_budget.hpp"

namespace parley::exchange {

/// A target together with who translates for it and where it lives.
struct ResolvedTarget {
    const providers::Provider* provider = nullptr;  // owned by the snapshot
    http::Origin origin;
    catalog::Target target;
    std::shared_ptr<routing::RetryBudget> retry_budget;  // the process's; never null
};

struct ServedModel {
    catalog::Model model;
    std::vector<ResolvedTarget> targets;  // at least one
    observe::ModelLabel label = observe::ModelNames::other;
};

struct Snapshot {
    config::Config config;
    std::vector<std::unique_ptr<const providers::Provider>> providers;
    std::unordered_map<std::string, ServedModel> models;  // by public id
    std::map<std::string, std::string> models_bodies;     // the answer to GET /v1/models, by the region of the host
    std::size_t models_without_price = 0;                 // what they cost is not known
};

}  // namespace parley::exchange
