// check_command.hpp: `parley check`: what `serve` would say to a configuration file, without serving.
#pragma once

#include <string>

namespace parley::cli {

struct CheckArguments {
    std::string config;  // path
};

/// Prints every problem and warning of the file to standard output, and what would be served when it can be used:
/// "ok: 2 models, 1 provider, 1 key" and the addresses. Certificates are loaded, providers made; nothing listens and nobody
/// is called. The process's exit code: 0 or 1.
int run_check(const CheckArguments& arguments);

}  // namespace parley::cli
