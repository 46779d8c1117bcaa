// snapshot.hpp: everything a request needs to know, in one immutable value. A request keeps the snapshot it began with.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "catalog/model.hpp"
#include "config/config.hpp"
#include "http/origin.hpp"
#include "ledger/cost.hpp"
#include "observe/model_metrics.hpp"
#include "providers/provider.hpp"
#include "routing/target_health.hpp"

namespace parley::exchange {

/// A target together with who translates for it and where it lives.
struct ResolvedTarget {
    const providers::Provider* provider = nullptr;  // owned by the snapshot
    http::Origin origin;
    catalog::Target target;
    std::shared_ptr<routing::TargetHealth> health;  // the process's; never null
};

/// What the journal sets aside for a request, whichever models answer: bytes of payload at most.
struct RecordRoom {
    std::size_t close_rest = 0;  // of the close, beside the opening
    std::size_t attempt = 0;     // of the record of a further attempt
};

struct ServedModel {
    catalog::Model model;
    std::vector<ResolvedTarget> targets;  // at least one
    std::optional<ledger::Rates> rates;   // empty: not known, which is not free
    observe::ModelLabel label = observe::ModelNames::other;
};

struct Snapshot {
    config::Config config;
    std::vector<std::unique_ptr<const providers::Provider>> providers;
    std::unordered_map<std::string, ServedModel> models;  // by public id
    std::map<std::string, std::string> models_bodies;     // the answer to GET /v1/models, by the region of the host
    std::size_t models_without_price = 0;                 // what they cost is not known
    RecordRoom record_room = {};
};

}  // namespace parley::exchange
