#include "cli/usage_options.hpp"

namespace parley::cli {
namespace {

constexpr const char* moment = "DAY|MOMENT|AGO";

void add_data(CLI::App& command, std::string& data) {
    command.add_option("--data", data, "Data directory")->type_name("DIR")->capture_default_str();
}

void add_time(CLI::App& command, std::optional<std::string>& since, std::optional<std::string>& until) {
    command.add_option("--since", since, "From then on: 2026-11-01, 2026-11-01T08:30:00Z, or 7d or 12h ago")->type_name(moment);
    command.add_option("--until", until, "Before then, likewise")->type_name(moment);
}

}  // namespace

void add_usage(CLI::App& program, UsageArguments& arguments, Chosen& chosen) {
    CLI::App& command = *program.add_subcommand("usage", "What was used, and what it cost");
    command.footer(
        "Example:\n  parley usage --by day,model --since 7d\n"
        "  parley usage --by key --since 2026-11-01 --until 2026-12-01 --csv > november.csv");
    command.add_option("--by", arguments.by, "One or several of model, key, account, day, outcome, region (default: model)")
        ->type_name("NAME,...");
    add_time(command, arguments.since, arguments.until);
    command.add_option("--account", arguments.account, "Only this account's")->type_name("NAME");
    command.add_option("--key", arguments.key, "Only this key's: a stored key's id, a configured key's name")->type_name("KEY");
    command.add_option("--model", arguments.model, "Only this model's")->type_name("ID");
    CLI::Option* json = command.add_flag("--json", arguments.json, "Print JSON");
    command.add_flag("--csv", arguments.csv, "Print CSV")->excludes(json);
    add_data(command, arguments.data);
    command.callback([&] { chosen = [&] { return run_usage(arguments); }; });
}

void add_ledger(CLI::App& program, LedgerArguments& arguments, Chosen& chosen) {
    CLI::App& command = *program.add_subcommand("ledger", "Verify the books, or take them out");
    command.require_subcommand(1);
    CLI::App& verify = *command.add_subcommand("verify", "Look for flipped bytes, lost records and sums that do not add up");
    verify.footer("Example:\n  parley ledger verify --data /var/lib/parley");
    add_data(verify, arguments.verify.data);
    verify.add_flag("--json", arguments.verify.json, "Print JSON");
    verify.callback([&] { chosen = [&] { return run_ledger_verify(arguments.verify); }; });
    CLI::App& entries = *command.add_subcommand("export", "Every request with its attempts, as JSON Lines, the newest first");
    entries.footer("Example:\n  parley ledger export --since 2026-11-01 > november.jsonl");
    add_data(entries, arguments.entries.data);
    add_time(entries, arguments.entries.since, arguments.entries.until);
    entries.callback([&] { chosen = [&] { return run_ledger_export(arguments.entries); }; });
}

}  // namespace parley::cli
