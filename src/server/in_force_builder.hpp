// in_force_builder.hpp: from a configuration that was read and checked to what requests and connections begin with.
#pragma once

#include <memory>
#include <optional>

#include "base/result.hpp"
#include "config/config.hpp"
#include "observe/metrics.hpp"
#include "routing/target_healths.hpp"
#include "server/local_store.hpp"
#include "server/simulated_provider.hpp"
#include "server/worker.hpp"

namespace parley::server {

/// Of one gateway: a start and each reload build with it. What it is given outlives it, and it outlives what it builds, whose
/// simulated models are answered by a provider that it keeps.
class InForceBuilder {
  public:
    InForceBuilder(LocalStore& store, observe::Metrics& metrics, routing::TargetHealths& target_healths)
        : store_(store), metrics_(metrics), target_healths_(target_healths) {}

    /// Errors name the file, address or provider that is in the way. Then nothing has changed.
    Result<InForce> build(config::Config config);

  private:
    std::optional<Error> add_simulated_provider(config::Config& config);
    std::optional<Error> load_tls(const config::Config& config, InForce& built) const;
    std::optional<Error> load_admin_key(const config::Config& config, InForce& built) const;

    LocalStore& store_;
    observe::Metrics& metrics_;
    routing::TargetHealths& target_healths_;
    std::unique_ptr<SimulatedProvider> simulated_;  // once a configuration has asked for it
};

}  // namespace parley::server
