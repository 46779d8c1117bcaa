// simulated_provider.hpp: the simulator as a provider inside the process, reached through a real loopback socket, for a
// first start without any provider's key.
#pragma once

#include <cstdint>
#include <memory>

#include "base/result.hpp"

namespace parley::server {

class SimulatedProvider {
  public:
    static Result<std::unique_ptr<SimulatedProvider>> start();
    ~SimulatedProvider();
    std::uint16_t port() const;

    class Implementation;

  private:
    explicit SimulatedProvider(std::unique_ptr<Implementation> implementation);
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace parley::server
