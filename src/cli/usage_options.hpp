// usage_options.hpp: the command lines of `parley usage` and `parley ledger`. Beside main.cpp, the only place that sees CLI11.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

#include "cli/ledger_command.hpp"
#include "cli/usage_command.hpp"

namespace parley::cli {

struct LedgerArguments {
    LedgerVerifyArguments verify;
    LedgerExportArguments entries;
};

/// What the chosen command does once the whole command line has been understood; gives the process's exit code.
using Chosen = std::function<int()>;

void add_usage(CLI::App& program, UsageArguments& arguments, Chosen& chosen);
void add_ledger(CLI::App& program, LedgerArguments& arguments, Chosen& chosen);

}  // namespace parley::cli
