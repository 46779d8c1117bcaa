// compare_command.hpp: `parley compare`: the same question to several models at the same time.
#pragma once

#include <string>
#include <vector>

#include "cli/ask_arguments.hpp"

namespace parley::cli {

/// More are not compared: nobody would read them.
inline constexpr std::size_t compared_models_max = 32;
/// Asked at the same time; the others follow as answers end. Few, so that they do not slow each other down.
inline constexpr std::size_t asked_together_max = 8;

struct CompareArguments : AskArguments {
    std::vector<std::string> models;
};

/// Asks a running gateway and prints a table with the answers below, or one JSON document. The process's exit code: 0 when at least
/// one model has answered; 1 when none has; 2 for arguments that cannot be used; 130 after Ctrl-C, which stops all and
/// shows what is there.
int run_compare(const CompareArguments& arguments);

}  // namespace parley::cli
