// snapshot_builder.hpp: from a configuration that was read and checked to what requests run on.
#pragma once

#include <memory>

#include "base/result.hpp"
#include "exchange/snapshot.hpp"

namespace parley::server {

/// `config` names only providers that exist; its reader has seen to that. Errors name the
/// provider that cannot be used.
Result<std::shared_ptr<const exchange::Snapshot>> build_snapshot(config::Config config);

}  // namespace parley::server
