// main.cpp: the command line. Only this file, usage_options.cpp and transcript_options.cpp see CLI11; each command is a file of its own
// beside them.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <functional>
#include <string>

#include "cli/chat_command.hpp"
#include "cli/check_command.hpp"
#include "cli/compare_command.hpp"
#include "cli/exit_code.hpp"
#include "cli/import_command.hpp"
#include "cli/keys_command.hpp"
#include "cli/models_command.hpp"
#include "cli/repair_command.hpp"
#include "cli/serve_command.hpp"
#include "cli/simulate_command.hpp"
#include "cli/transcript_options.hpp"
#include "cli/usage_options.hpp"
#include "cli/version_command.hpp"
#include "config/lifetime.hpp"
#include "simulate/model_options.hpp"

namespace {

using namespace parley::cli;

constexpr int threads_most = 256;
constexpr std::int64_t max_tokens_most = 1'000'000'000;
constexpr int record_max_most = 1'000'000;

void add_serve(CLI::App& program, ServeArguments& arguments, Chosen& chosen) {
    CLI::App& command = *program.add_subcommand("serve", "Run the gateway");
    command.add_option("--config", arguments.config, "YAML file; without it, defaults and the environment")->type_name("FILE");
    command.add_option("--listen", arguments.listen, "Public address (default 127.0.0.1:8080)")->type_name("HOST:PORT");
    command.add_option("--data", arguments.data, "Data directory (default ./parley-data)")->type_name("DIR");
    command.add_option("--threads", arguments.threads, "Event loops (default 0: one per core)")
        ->type_name("N")
        ->check(CLI::Range(0, threads_most));
    command.add_flag("--sim", arguments.sim, "Simulated models (sim/...) beside the providers'; without a provider's key always");
    command.callback([&] { chosen = [&] { return run_serve(arguments); }; });
}

void add_check(CLI::App& program, CheckArguments& arguments, Chosen& chosen) {
    CLI::App& command = *program.add_subcommand("check", "Find every mistake of a configuration file");
    command.add_option("--config", arguments.config, "YAML file")->type_name("FILE")->required();
    command.callback([&] { chosen = [&] { return run_check(arguments); }; });
}

void add_import(CLI::App& program, ImportArguments& arguments, Chosen& chosen) {
    CLI::App& command = *program.add_subcommand("import", "Print another gateway's configuration as Parley's");
    command.require_subcommand(1);
    CLI::App& litellm = *command.add_subcommand("litellm", "From the config.yaml of a LiteLLM proxy");
    litellm.add_option("FILE", arguments.file, "YAML file")->type_name("")->required();
    litellm.callback([&] { chosen = [&] { return run_import_litellm(arguments); }; });
}

void add_models(CLI::App& program, ModelsArguments& arguments, Chosen& chosen) {
    CLI::App& command = *program.add_subcommand("models", "List models: provider, regions, context, prices, features");
    command.add_option("--config", arguments.config, "YAML file; without it, what the environment gives")->type_name("FILE");
    command.add_flag("--all", arguments.all, "Built-in models that no provider serves here as well");
    command.add_flag("--json", arguments.json, "As GET /v1/models has them");
    command.footer("Example:\n  OPENAI_API_KEY=sk-... parley models\n  parley models --config parley.yaml --json");
    command.callback([&] { chosen = [&] { return run_models(arguments); }; });
}

/// What `chat` and `compare` have in common.
void add_ask_options(CLI::App& command, AskArguments& arguments) {
    command.add_option("PROMPT", arguments.prompt, "What to ask; without it, standard input, whole")->type_name("");
    command.add_option("--url", arguments.url, "The gateway (default $PARLEY_URL, else http://127.0.0.1:8080)")->type_name("URL");
    command.add_option("--data", arguments.data, "Data directory of the gateway to ask where neither URL nor key is stated")
        ->type_name("DIR")
        ->capture_default_str();
    CLI::Option* file = command.add_option("--key-file", arguments.key_file, "File that holds the key")->type_name("FILE");
    command.add_option("--key", arguments.key, "The key, for all to see who may list processes; better $PARLEY_API_KEY")
        ->type_name("KEY")
        ->excludes(file);
    command.add_option("--system", arguments.system, "Instructions that stand before the question")->type_name("TEXT");
    command.add_option("--max-tokens", arguments.max_tokens, "The longest answer")
        ->type_name("N")
        ->check(CLI::Range(std::int64_t{1}, max_tokens_most));
    command.add_option("--temperature", arguments.temperature, "From 0 to 2")->type_name("T");
}

void add_chat(CLI::App& program, ChatArguments& arguments, Chosen& chosen) {
    CLI::App& command = *program.add_subcommand("chat", "Ask a model, or talk with it, through a running gateway");
    command.add_option("-m,--model", arguments.model, "Its id, as GET /v1/models has it")->type_name("MODEL")->required();
    command.add_flag("-i,--interactive", arguments.interactive,
                     "Several turns: /reset, /quit, Ctrl-C stops an answer, Ctrl-D ends (as a terminal without PROMPT)");
    command.add_flag("--json", arguments.json, "One JSON object for each answer, at its end");
    command.add_option("--transcript", arguments.transcript, "A transcript to talk about: a file, or an id that the gateway knows")
        ->type_name("FILE|ID");
    command.add_option("--transcript-format", arguments.transcript_format, "What of it the model reads")
        ->type_name("FORMAT")
        ->check(CLI::IsMember({"text", "speakers", "speakers_timestamps", "json"}))
        ->capture_default_str();
    add_ask_options(command, arguments);
    command.footer(
        "Example:\n  parley chat -m sim/echo \"Hello, Parley\"\n"
        "  parley chat -m sim/echo < letter.txt > answer.txt\n  parley chat -m sim/echo -i\n"
        "  parley chat -m sim/echo --transcript call.json \"Sum up this call.\"");
    command.callback([&] { chosen = [&] { return run_chat(arguments); }; });
}

void add_compare(CLI::App& program, CompareArguments& arguments, Chosen& chosen) {
    CLI::App& command = *program.add_subcommand("compare", "Ask several models the same: answers, times, tokens, cost");
    command.add_option("-m,--model,--models", arguments.models, "Their ids, with commas, or one -m for each")
        ->type_name("MODEL,...")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->required();
    command.add_flag("--json", arguments.json, "One JSON document");
    add_ask_options(command, arguments);
    command.footer(
        "Example:\n"
        "  parley compare --models sim/echo,sim/words-50 \"Hello, Parley\"");
    command.callback([&] { chosen = [&] { return run_compare(arguments); }; });
}

void add_repair(CLI::App& program, RepairArguments& arguments, Chosen& chosen) {
    CLI::App& command = *program.add_subcommand("repair", "Mend JSON: standard input to standard output");
    CLI::Option* lines = command.add_flag("--lines", arguments.lines, "Many texts: {\"broken\": \"...\"} a line, an answer a line");
    command.add_flag("--stream", arguments.stream, "Write whatever is certain while the text arrives")->excludes(lines);
    command.add_flag("--mends", arguments.mends, "Say on standard error what was wrong, and where")->excludes(lines);
    command.footer(
        "Example:\n"
        "  echo \"Sure: {name: 'Ann', tags: [a, b,],\" | parley repair\n"
        "  parley repair --stream --mends < answer.txt\n"
        "  echo '{\"broken\": \"[1, 2\"}' | parley repair --lines\n\n"
        "Exit status 1 where there is no JSON in the text; docs/json-repair.md says what is mended.");
    command.callback([&] { chosen = [&] { return run_repair(arguments); }; });
}

void add_simulate(CLI::App& program, SimulateArguments& arguments, Chosen& chosen) {
    CLI::App& command = *program.add_subcommand("simulate", "Run simulated providers");
    command.add_option("--listen", arguments.listen, "Address")->type_name("HOST:PORT")->capture_default_str();
    command.add_option("--script", arguments.script, "What to answer to which request")->type_name("FILE");
    command.add_option("--certificate", arguments.certificate, "Speak TLS and show this chain, in PEM; of whatever host, right or wrong")
        ->type_name("FILE");
    command.add_option("--key", arguments.key, "The certificate's key")->type_name("FILE")->needs("--certificate");
    command.get_option("--certificate")->needs("--key");
    command.add_option("--google-key", arguments.google_key, "Public key, in PEM, of a service account that is given tokens at /token")
        ->type_name("FILE");
    command.add_option("--record-max", arguments.record_max, "Requests to remember")->type_name("N")->check(CLI::Range(1, record_max_most));
    command.footer(parley::simulate::model_options_help);
    command.callback([&] { chosen = [&] { return run_simulate(arguments); }; });
}

void add_version(CLI::App& program, Chosen& chosen) {
    CLI::App& command = *program.add_subcommand("version", "Print the version");
    command.callback([&] { chosen = run_version; });
}

struct KeysArguments {
    KeysCreateArguments create;
    KeysPlace list;
    KeysRevokeArguments revoke;
};

void add_place(CLI::App& command, KeysPlace& place) {
    command.add_option("--data", place.data, "Data directory")->type_name("DIR")->capture_default_str();
    command.add_flag("--json", place.json, "Print JSON");
}

void add_keys_create(CLI::App& keys, KeysCreateArguments& arguments, Chosen& chosen) {
    const CLI::Validator lifetime(
        [](std::string& text) {
            return parley::config::parse_lifetime(text) ? std::string() : "must be a whole number and d, h, m or s, such as 30d";
        },
        "");
    CLI::App& command = *keys.add_subcommand("create", "Make a key; it is shown once");
    command.footer("Example:\n  parley keys create --name voice-bot --account acme --expires 30d --models gpt-5-mini,gpt-5-nano");
    command.add_option("--name", arguments.name, "How logs and reports call the key")->type_name("NAME")->required();
    command.add_option("--account", arguments.account, "Whose it is (default: default)")->type_name("NAME");
    command.add_option("--expires", arguments.expires, "How long it lives, such as 30d or 12h (default: for ever)")
        ->type_name("TIME")
        ->check(lifetime);
    command.add_option("--models", arguments.models, "The models it opens (default: all)")->type_name("ID,...")->delimiter(',');
    command.add_option("--requests-per-minute", arguments.requests_per_minute, "Its own limit (default: none)")->type_name("N");
    add_place(command, arguments.place);
    command.callback([&] { chosen = [&] { return run_keys_create(arguments); }; });
}

void add_keys(CLI::App& program, KeysArguments& arguments, Chosen& chosen) {
    CLI::App& command = *program.add_subcommand("keys", "Make, list and revoke the keys that callers show");
    command.require_subcommand(1);
    add_keys_create(command, arguments.create, chosen);
    CLI::App& list = *command.add_subcommand("list", "Show every stored key, without its secret");
    list.footer("Example:\n  parley keys list --data /var/lib/parley");
    add_place(list, arguments.list);
    list.callback([&] { chosen = [&] { return run_keys_list(arguments.list); }; });
    CLI::App& revoke = *command.add_subcommand("revoke", "End a key, at once and for good");
    revoke.footer("Example:\n  parley keys revoke k3jx7qm2wd5a");
    revoke.add_option("id", arguments.revoke.id, "The key's id, as `parley keys list` shows it")->required();
    add_place(revoke, arguments.revoke.place);
    revoke.callback([&] { chosen = [&] { return run_keys_revoke(arguments.revoke); }; });
}

/// One line, whatever CLI11 says.
int refuse(std::string message) {
    for (char& letter : message) {
        if (letter == '\n') letter = ' ';
    }
    std::fprintf(stderr, "parley: %s (see parley --help)\n", message.c_str());
    return exit_usage;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App program("Parley: an LLM gateway for voice", "parley");
    program.set_version_flag("--version", version_line());
    program.require_subcommand(1);

    Chosen chosen;
    ServeArguments serve;
    CheckArguments check;
    ImportArguments import;
    KeysArguments keys;
    UsageArguments usage;
    LedgerArguments ledger;
    ModelsArguments models;
    ChatArguments chat;
    CompareArguments compare;
    RepairArguments repair;
    SimulateArguments simulate;
    TranscriptArguments transcript;
    add_serve(program, serve, chosen);
    add_check(program, check, chosen);
    add_import(program, import, chosen);
    add_models(program, models, chosen);
    add_keys(program, keys, chosen);
    add_usage(program, usage, chosen);
    add_ledger(program, ledger, chosen);
    add_chat(program, chat, chosen);
    add_transcript(program, transcript, chosen);
    add_compare(program, compare, chosen);
    add_repair(program, repair, chosen);
    add_simulate(program, simulate, chosen);
    add_version(program, chosen);

    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) return program.exit(error);  // --help
        return refuse(error.what());
    }
    return chosen();
}
