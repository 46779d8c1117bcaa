// simulate_command.hpp: `parley simulate`: providers that do as they are told.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace parley::cli {

struct SimulateArguments {
    std::string listen = "127.0.0.1:0";           // host:port; port 0 lets the system choose, and it is printed
    std::optional<std::string> script;            // path: what to answer to which request
    std::optional<std::string> certificate, key;  // paths, both or none: what it shows where it speaks TLS
    std::optional<std::string> google_key;        // path: the public key of a service account that is given tokens
    std::optional<std::size_t> record_max;        // requests to remember; without it, as many as the simulator likes
};

/// Answers until SIGTERM or SIGINT. The process's exit code.
int run_simulate(const SimulateArguments& arguments);

}  // namespace parley::cli
