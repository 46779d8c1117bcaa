#include "cli/version_command.hpp"

#include <cstdio>

#include "base/version.hpp"

namespace parley::cli {

std::string version_line() { return "parley " + std::string(version()); }

int run_version() {
    std::printf("%s\n", version_line().c_str());
    return 0;
}

}  // namespace parley::cli
