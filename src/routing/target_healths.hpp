// target_healths.hpp: the health of every target that is configured, once for the process.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "routing/target_health.hpp"

namespace parley::routing {

/// Asked when a configuration is read, never for a request. Thread-safe.
class TargetHealths {
  public:
    /// The health of the target that asks `provider` for `model`, whatever the models are called that lead there. The same one after a
    /// reload, so that a new configuration gives a failing target nothing extra. It lives as long as somebody holds it: there are never
    /// more than targets in the configurations that requests still run on.
    std::shared_ptr<TargetHealth> of(std::string_view provider, std::string_view model);

    std::size_t size() const;

  private:
    using Name = std::pair<std::string, std::string>;

    mutable std::mutex mutex_;
    std::map<Name, std::weak_ptr<TargetHealth>> healths_;
};

}  // namespace parley::routing
