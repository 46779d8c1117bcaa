// version_command.hpp: `parley version`.
#pragma once

#include <string>

namespace parley::cli {

/// "parley 0.1.0".
std::string version_line();

/// Prints the version line. The process's exit code: 0.
int run_version();

}  // namespace parley::cli
