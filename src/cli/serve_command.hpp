// serve_command.hpp: `parley serve`: the gateway itself.
#pragma once

#include <optional>
#include <string>

namespace parley::cli {

/// What stands on the command line wins over the file, and the file over the defaults.
struct ServeArguments {
    std::optional<std::string> config;  // path; without it, everything comes from defaults and the environment
    std::optional<std::string> listen;  // host:port
    std::optional<std::string> data;    // the data directory
    std::optional<unsigned> threads;    // 0: one per core
    bool sim = false;                   // the simulated models beside the providers'
};

/// Serves until SIGTERM or SIGINT. The process's exit code: 0 after a drain, 1 when it could not start.
int run_serve(const ServeArguments& arguments);

}  // namespace parley::cli
