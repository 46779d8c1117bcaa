// open_doors.hpp: the addresses that a gateway listens on, opened and handed to its workers. Before these start.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "config/config.hpp"
#include "server/worker.hpp"

namespace parley::server {

using Workers = std::vector<std::unique_ptr<Worker>>;

/// Every worker gets a socket of each listener. Returns "http://127.0.0.1:8080" for each, with the ports that were given.
///
/// Errors  name the address that is taken, or is none.
Result<std::vector<std::string>> open_listeners(const config::Config& config, const Workers& workers);

/// The same for the admin listener, which the first worker serves alone.
Result<std::string> open_admin_listener(const config::Config& config, const Workers& workers);

}  // namespace parley::server
