// snapshot_builder.hpp: from a configuration that was read and checked to what requests run on.
#pragma once

#include <memory>

#include "base/result.hpp"
#include "exchange/snapshot.hpp"
#include "http/connection_pool.hpp"
#include "routing/target_healths.hpp"

namespace parley::server {

/// `config` names only providers that exist; its reader has seen to that. `names` gives each model its label in the
/// metrics, `target_healths` each target the health that it had. Errors name the provider that cannot be used.
Result<std::shared_ptr<const exchange::Snapshot>> build_snapshot(config::Config config, observe::ModelNames& names,
                                                                 routing::TargetHealths& target_healths);

/// Everywhere that its requests can go.
http::OriginSet origins_of(const exchange::Snapshot& snapshot);

}  // namespace parley::server
