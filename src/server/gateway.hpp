// gateway.hpp: the composition root: builds every room once, wires them, listens, drains, stops.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/deadline.hpp"
#include "base/result.hpp"
#include "config/read_config.hpp"
#include "server/local_store.hpp"
#include "server/reload.hpp"

namespace parley::server {

class Gateway {
  public:
    /// Listens and starts serving. Errors name the address, file or model that is in the way.
    ///
    /// `store` outlives the gateway, which loads its keys, again with every configuration, judges requests by the newest ring,
    /// journals what they cost beside the database, and moves it there.
    static Result<std::unique_ptr<Gateway>> start(config::Config config, LocalStore& store);
    ~Gateway();

    /// "http://127.0.0.1:8080", with the ports that were given: one for each of Config::listeners.
    const std::vector<std::string>& urls() const;
    const std::string& admin_url() const;

    /// Applies another configuration to a running gateway, or leaves it alone and logs every mistake. Requests that run
    /// finish with the one they began with. What cannot change is kept and a warning names it. Certificates are read
    /// again. On the thread that started the gateway, which is none of its workers.
    ReloadResult reload(config::ConfigReading reading);

    /// Reads the stored keys where that has failed so far, which a warning said. Takes as long as the database does; on the
    /// thread that started the gateway.
    void look_for_store();

    /// Removes entries that need not be kept any longer, where it is time to; never waits. Both on the thread that started the
    /// gateway.
    void keep_house(TimePoint now);
    Deadline next_housekeeping() const;

    enum class Patience {
        graceful,  // balancers get Drain::grace to notice, exchanges Drain::timeout to end
        prompt,    // no grace: someone at a terminal is waiting
    };
    /// Stops: not ready, no new connections after the grace, running exchanges finish, then everything ends. Returns when
    /// all threads have, with the number of exchanges that had to be cut off.
    std::uint64_t drain(Patience patience);

    class Implementation;

  private:
    explicit Gateway(std::unique_ptr<Implementation> implementation);
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace parley::server
