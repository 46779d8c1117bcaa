// process_verbs.hpp: status and reload: what the control socket says and does about the process as a whole.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "auth/key_registry.hpp"
#include "control/server.hpp"

namespace parley::server {

/// What does not change while a process serves.
struct ProcessFacts {
    std::vector<std::string> urls;  // of the public listeners
    std::string admin_url;
};

/// Reads the configuration again and puts it into force: nothing, or why the old one stays. On the control thread.
using Reload = std::function<std::optional<Error>()>;

/// status  {} -> {"version", "pid", "uptime_seconds", "urls", "admin_url", "keys": {"usable", "stored"}}
///         stored: null while the store cannot be read
/// reload  {} -> {"reloaded": true}
///
/// `keys` outlives the verbs.
control::Verbs process_verbs(ProcessFacts facts, auth::KeyRegistry& keys, Reload reload);

}  // namespace parley::server
