// import_command.hpp: `parley import`: another gateway's configuration as ours.
#pragma once

#include <string>

namespace parley::cli {

struct ImportArguments {
    std::string file;  // path
};

/// Prints a configuration to standard output and, to standard error, a line for everything that is not carried over as it
/// stood. The process's exit code: 0, or 1 when the file is no LiteLLM configuration, with file:line:column.
int run_import_litellm(const ImportArguments& arguments);

}  // namespace parley::cli
