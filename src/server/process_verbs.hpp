// process_verbs.hpp: status, reload and access: what the control socket says and does about the process as a whole.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "auth/key_registry.hpp"
#include "control/server.hpp"

namespace parley::server {

/// What does not change while a process serves.
struct ProcessFacts {
    std::vector<std::string> urls = {};  // of the public listeners
    std::string admin_url = {};
    std::string local_url = {};  // for commands on this machine
};

/// "http://0.0.0.0:8080" is where a gateway listens, not where it is reached: the same with the loopback address.
std::string reached_from_here(std::string url);

/// Reads the configuration again and puts it into force: nothing, or why the old one stays. On the control thread.
using Reload = std::function<std::optional<Error>()>;

/// status  {} -> {"version", "pid", "uptime_seconds", "urls", "admin_url", "keys": {"usable", "stored"}}
///         stored: null while the store cannot be read
/// reload  {} -> {"reloaded": true}
/// access  {} -> {"url", "key"}: where a command on this machine asks the gateway, and what it shows there
///
/// `keys` outlives the verbs.
control::Verbs process_verbs(const ProcessFacts& facts, auth::KeyRegistry& keys, Reload reload);

}  // namespace parley::server
