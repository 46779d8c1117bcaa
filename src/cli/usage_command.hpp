// usage_command.hpp: `parley usage`: what was used and what it cost, as a table, as JSON or as CSV.
#pragma once

#include <optional>
#include <string>

namespace parley::cli {

struct UsageArguments {
    std::string data = "./parley-data";  // the data directory
    std::optional<std::string> by;       // server/usage_question.hpp says what may stand in these
    std::optional<std::string> since;
    std::optional<std::string> until;
    std::optional<std::string> account;
    std::optional<std::string> key;
    std::optional<std::string> model;
    bool json = false;
    bool csv = false;
};

/// The process's exit code: 0, or 1 with the reason on standard error.
int run_usage(const UsageArguments& arguments);

}  // namespace parley::cli
