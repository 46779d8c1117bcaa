#include "cli/usage_command.hpp"

#include <cstdio>

#include "cli/store_access.hpp"
#include "cli/usage_table.hpp"

namespace parley::cli {
namespace {

control::Request request_of(const UsageArguments& arguments) {
    control::Request request{"usage"};
    const auto ask = [&](const char* name, const std::optional<std::string>& word) {
        if (word) request.arguments[name] = *word;
    };
    ask("by", arguments.by);
    ask("since", arguments.since);
    ask("until", arguments.until);
    ask("account", arguments.account);
    ask("key", arguments.key);
    ask("model", arguments.model);
    return request;
}

std::string text_of(const nlohmann::json& report, const UsageArguments& arguments) {
    if (arguments.json) return report.dump() + "\n";
    return arguments.csv ? usage_csv(report) : usage_table(report);
}

}  // namespace

int run_usage(const UsageArguments& arguments) {
    const control::Answer report = StoreAccess(arguments.data).ask(request_of(arguments));
    if (!report) return complain(report.error());
    std::fputs(text_of(*report, arguments).c_str(), stdout);
    // Whoever reads the output with a program has the counts; the person beside it shall not miss them either.
    const std::string alarm = usage_alarm(*report);
    if (!alarm.empty()) std::fprintf(stderr, "parley: warning: %s\n", alarm.c_str());
    return 0;
}

}  // namespace parley::cli
