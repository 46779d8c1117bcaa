#include "cli/serve_command.hpp"

#include <chrono>
#include <cstdio>

#include "auth/api_key.hpp"
#include "catalog/regions.hpp"
#include "cli/descriptor_limit.hpp"
#include "cli/signals.hpp"
#include "config/core_count.hpp"
#include "config/file_watch.hpp"
#include "config/listeners.hpp"
#include "config/read_config.hpp"
#include "config/zero.hpp"
#include "observe/log.hpp"
#include "server/gateway.hpp"

namespace parley::cli {
namespace {

// Without a descriptor neither a provider nor the admin listener could be reached: callers wait in the kernel's queue first.
void fit_connections(config::ConfigReading& reading) {
    config::Config& config = *reading.config;
    const std::size_t possible = connections_possible(config.threads);
    if (config.http_limits.connections_max <= possible) return;
    config.http_limits.connections_max = possible;
    reading.warnings.push_back("http.connections_max is lowered to " + std::to_string(possible) +
                               ", which is what the limit of open files allows");
}

// The configuration with the command line on top. Read at the start, and again for every reload.
config::ConfigReading read_configuration(const ServeArguments& arguments) {
    const config::Environment environment = config::process_environment();
    config::ConfigReading reading = arguments.config ? config::read_config_file(*arguments.config, environment)
                                                     : config::zero_config(environment);
    if (!reading.config) return reading;
    config::Config& config = *reading.config;
    if (arguments.listen) config::replace_listeners(config, *arguments.listen);
    if (arguments.data) config.data = *arguments.data;
    if (arguments.threads) config.threads = *arguments.threads == 0 ? config::core_count() : *arguments.threads;
    fit_connections(reading);
    return reading;
}

void print_findings(const config::ConfigReading& reading) {
    for (const std::string& warning : reading.warnings) std::fprintf(stderr, "parley: warning: %s\n", warning.c_str());
    for (const config::ConfigProblem& problem : reading.problems) std::fprintf(stderr, "%s\n", to_text(problem).c_str());
}

// Without any key nobody could ask anything: makes one, which lives as long as the process.
std::optional<Secret> make_first_key(config::Config& config) {
    if (!config.keys.empty()) return std::nullopt;
    Secret key = auth::make_api_key();
    config.keys.push_back({"first", key});
    return key;
}

// A reload keeps the key that the start made. It makes none: nobody would read it.
void keep_first_key(config::Config& config, const std::optional<Secret>& key) {
    if (!config.keys.empty()) return;
    if (key) {
        config.keys.push_back({"first", *key});
    } else {
        observe::log(observe::Level::warning, "keys: none is left: every request will be answered with 401");
    }
}

// The first that answers here without being told a region; the first of all where none does.
std::string model_to_try(const config::Config& config) {
    const auto now = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch());
    for (const catalog::Model& model : config.models) {
        const bool answers = !catalog::targets_for(model, config.region, catalog::ModelRegion::not_stated).empty();
        if (answers && !model.retired(now.count())) return model.id;
    }
    return config.models.front().id;
}

void print_first_steps(const server::Gateway& gateway, const std::string& model, bool simulated, const Secret& key) {
    if (simulated) {
        std::printf("\nNo provider's key is in the environment, so only simulated models are served (sim/...): they make up\n"
                    "their answers. Set OPENAI_API_KEY or another provider's key, or write a configuration file.\n");
    }
    std::printf("\nA key for this run (it changes with every start until you configure `keys` or set PARLEY_KEY):\n\n  %s\n",
                std::string(key.reveal()).c_str());
    std::printf("\nTry it:\n\n  curl -s %s/v1/chat/completions -H 'Authorization: Bearer %s' \\\n"
                "    -H 'Content-Type: application/json' \\\n"
                "    -d '{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello, Parley\"}]}'\n\n",
                gateway.urls().front().c_str(), std::string(key.reveal()).c_str(), model.c_str());
}

void print_addresses(const server::Gateway& gateway) {
    for (const std::string& url : gateway.urls()) std::printf("parley: listening on %s\n", url.c_str());
    std::printf("parley: admin on %s\n", gateway.admin_url().c_str());
}

// A file that was left half-written or is gone is refused like any other bad one, and read again when it changes.
void reload(server::Gateway& gateway, config::FileWatch& watch, const ServeArguments& arguments,
            const std::optional<Secret>& first_key) {
    config::ConfigReading reading = read_configuration(arguments);
    watch.expect(reading.sources, Clock::now());
    if (reading.config) keep_first_key(*reading.config, first_key);
    switch (gateway.reload(std::move(reading))) {
        case server::ReloadResult::applied: return observe::log(observe::Level::info, "configuration reloaded");
        case server::ReloadResult::unchanged: return observe::log(observe::Level::info, "configuration unchanged");
        case server::ReloadResult::refused:
            return observe::log(observe::Level::error, "configuration refused: the one in force stays");
    }
}

// Serves until a signal says otherwise. False when exchanges had to be cut off.
bool serve_until_signalled(server::Gateway& gateway, const Signals& signals, config::FileWatch& watch,
                           const ServeArguments& arguments, const std::optional<Secret>& first_key) {
    for (;;) {
        const std::optional<int> number = signals.wait_beside(watch.descriptor(), watch.next_look());
        if (number && *number != SIGHUP) {
            observe::log(observe::Level::info, *number == SIGTERM ? "SIGTERM: draining" : "SIGINT: draining");
            const ImpatientExit second_signal(signals);
            return gateway.drain(*number == SIGTERM ? server::Gateway::Patience::graceful : server::Gateway::Patience::prompt);
        }
        if (number || watch.has_changed(Clock::now())) reload(gateway, watch, arguments, first_key);
    }
}

}  // namespace

int run_serve(const ServeArguments& arguments) {
    const Signals signals;
    raise_descriptor_limit();
    config::ConfigReading reading = read_configuration(arguments);
    print_findings(reading);
    if (!reading.config) return 1;
    config::Config& config = *reading.config;
    const std::optional<Secret> first_key = make_first_key(config);
    const bool simulated = config.simulated;
    const std::string model = model_to_try(config);
    observe::open_log(observe::Level::info);

    auto gateway = server::Gateway::start(std::move(config));
    if (!gateway) {
        observe::close_log();
        std::fprintf(stderr, "parley: %s\n", gateway.error().message.c_str());
        return 1;
    }
    config::FileWatch watch;
    watch.expect(std::move(reading.sources), Clock::now());
    print_addresses(**gateway);
    if (first_key) print_first_steps(**gateway, model, simulated, *first_key);
    std::fflush(stdout);
    const bool finished = serve_until_signalled(**gateway, signals, watch, arguments, first_key);
    if (!finished) observe::log(observe::Level::warning, "drain limit reached: running exchanges were cut off");
    gateway->reset();
    observe::close_log();
    return 0;
}

}  // namespace parley::cli
