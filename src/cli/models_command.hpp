// models_command.hpp: `parley models`: what a gateway with this configuration would serve, and what it could.
#pragma once

#include <optional>
#include <string>

namespace parley::cli {

struct ModelsArguments {
    std::optional<std::string> config;  // path; without it, what the environment gives
    bool all = false;                   // built-in models that no provider answers for as well
    bool json = false;                  // as GET /v1/models has them
};

/// Prints the models to standard output: a table, or one line of JSON. Warnings and what is wrong with the configuration go to
/// standard error. The process's exit code: 0, or 1 for a configuration that cannot be used.
int run_models(const ModelsArguments& arguments);

}  // namespace parley::cli
