#include "cli/serve_command.hpp"

#include <chrono>
#include <cstdio>

#include "catalog/regions.hpp"
#include "cli/descriptor_limit.hpp"
#include "cli/first_key.hpp"
#include "cli/reload_requests.hpp"
#include "cli/signals.hpp"
#include "config/core_count.hpp"
#include "config/file_watch.hpp"
#include "config/listeners.hpp"
#include "config/read_config.hpp"
#include "config/zero.hpp"
#include "control/server.hpp"
#include "observe/log.hpp"
#include "server/gateway.hpp"
#include "server/local_store.hpp"
#include "server/process_verbs.hpp"
#include "server/store_verbs.hpp"

namespace parley::cli {
namespace {

// A command that found no server holds the data directory for a moment.
constexpr auto lock_patience = std::chrono::seconds(1);
// Between looks at a database that could not be read.
constexpr auto store_interval = std::chrono::seconds(3);

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
    config::ConfigReading reading =
        arguments.config ? config::read_config_file(*arguments.config, environment) : config::zero_config(environment);
    if (!reading.config) return reading;
    config::Config& config = *reading.config;
    if (arguments.listen) config::replace_listeners(config, *arguments.listen);
    if (arguments.data) config.data = *arguments.data;
    if (arguments.threads) config.threads = *arguments.threads == 0 ? config::core_count() : *arguments.threads;
    if (arguments.sim) config::add_simulated_models(reading);
    if (reading.config) fit_connections(reading);
    return reading;
}

void print_findings(const config::ConfigReading& reading) {
    for (const std::string& warning : reading.warnings) std::fprintf(stderr, "parley: warning: %s\n", warning.c_str());
    for (const config::ConfigProblem& problem : reading.problems) std::fprintf(stderr, "%s\n", to_text(problem).c_str());
}

// The data directory with everything in it; an error says what is in the way.
Result<std::unique_ptr<server::LocalStore>> open_store(const config::Config& config) {
    const auto pepper = config::process_environment()("PARLEY_PEPPER");
    return server::LocalStore::open(config.data, pepper, store::DataDirectory::Missing::make, lock_patience);
}

// The first that answers here without being told a region; the first of all where none does.
std::string model_to_try(const config::Config& config) {
    const auto now = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch());
    for (const catalog::Model& model : config.models) {
        const bool answers = !catalog::targets_for(model, {config.region}, catalog::ModelRegion::not_stated).empty();
        if (answers && !model.retired(now.count())) return model.id;
    }
    return config.models.front().id;
}

// The listener for commands on this machine: one that answers to any host, where there is one.
std::size_t local_listener(const config::Config& config) {
    for (std::size_t index = 0; index < config.listeners.size(); ++index) {
        if (config.listeners[index].hosts.empty()) return index;
    }
    return 0;
}

control::Verbs all_verbs(const server::Gateway& gateway, std::size_t local, server::LocalStore& store, ReloadRequests& reloads) {
    const server::ProcessFacts facts{gateway.urls(), gateway.admin_url(), server::reached_from_here(gateway.urls().at(local))};
    control::Verbs verbs = server::store_verbs(store);
    verbs.merge(server::process_verbs(facts, store.keys(), [&reloads] { return reloads.ask(); }));
    return verbs;
}

void print_addresses(const server::Gateway& gateway) {
    for (const std::string& url : gateway.urls()) std::printf("parley: listening on %s\n", url.c_str());
    std::printf("parley: admin on %s\n", gateway.admin_url().c_str());
}

void print_simulated(bool was_asked_for) {
    if (was_asked_for) {
        std::printf("\nSimulated models (sim/...) are served: they make up their answers.\n");
        return;
    }
    std::printf(
        "\nNo provider's key is in the environment, so only simulated models are served (sim/...): they make up\n"
        "their answers. Set OPENAI_API_KEY or another provider's key, or write a configuration file.\n");
}

// Everything that runs, and how it began.
struct Serving {
    const ServeArguments& arguments;
    const Signals& signals;
    server::Gateway& gateway;
    const auth::KeyRegistry& keys;
    ReloadRequests& reloads;
    config::FileWatch& watch;
};

// A file that was left half-written or is gone is refused like any other bad one, and read again when it changes.
server::ReloadResult reload(const Serving& serving) {
    config::ConfigReading reading = read_configuration(serving.arguments);
    serving.watch.expect(reading.sources, Clock::now());
    const server::ReloadResult result = serving.gateway.reload(std::move(reading));
    switch (result) {
        case server::ReloadResult::applied: observe::log(observe::Level::info, "configuration reloaded"); break;
        case server::ReloadResult::unchanged: observe::log(observe::Level::info, "configuration unchanged"); break;
        case server::ReloadResult::refused: observe::log(observe::Level::error, "configuration refused: the one in force stays"); break;
    }
    return result;
}

Deadline next_look(const Serving& serving) {
    const Deadline look = serving.watch.next_look().sooner(serving.gateway.next_housekeeping());
    return serving.keys.knows_stored_keys() ? look : look.sooner(Deadline::after(Clock::now(), store_interval));
}

// Serves until a signal says otherwise. Returns the number of exchanges that had to be cut off.
std::uint64_t serve_until_signalled(const Serving& serving) {
    for (;;) {
        const std::optional<int> number = serving.signals.wait_beside(serving.watch.descriptor(), next_look(serving));
        if (number && *number != SIGHUP) {
            observe::log(observe::Level::info, *number == SIGTERM ? "SIGTERM: draining" : "SIGINT: draining");
            serving.reloads.close();
            const ImpatientExit second_signal(serving.signals);
            return serving.gateway.drain(*number == SIGTERM ? server::Gateway::Patience::graceful : server::Gateway::Patience::prompt);
        }
        if (number || serving.watch.has_changed(Clock::now())) {
            serving.reloads.begin();
            serving.reloads.answer(reload(serving));
        }
        serving.gateway.look_for_store();
        serving.gateway.keep_house(Clock::now());
    }
}

int complain(const Error& error, server::Gateway* started = nullptr) {
    if (started) started->drain(server::Gateway::Patience::prompt);
    observe::close_log();
    std::fprintf(stderr, "parley: %s\n", error.message.c_str());
    return 1;
}

}  // namespace

int run_serve(const ServeArguments& arguments) {
    const Signals signals;
    raise_descriptor_limit();
    config::ConfigReading reading = read_configuration(arguments);
    print_findings(reading);
    if (!reading.config) return 1;
    config::Config& config = *reading.config;
    const bool simulated = config.simulated;
    const bool has_configured_keys = !config.keys.empty();
    const bool has_admin_key = !config.admin_key.empty();
    const std::string model = model_to_try(config);
    const std::size_t local = local_listener(config);
    observe::open_log(observe::Level::info);

    auto store = open_store(config);
    if (!store) return complain(store.error());
    auto gateway = server::Gateway::start(std::move(config), **store);
    if (!gateway) return complain(gateway.error());
    auto first_key = make_first_key((*store)->keys());
    if (!first_key) return complain(first_key.error(), gateway->get());
    ReloadRequests reloads;
    auto control = control::Server::start((*store)->path(), all_verbs(**gateway, local, **store, reloads));
    if (!control) return complain(control.error(), gateway->get());
    config::FileWatch watch;
    watch.expect(std::move(reading.sources), Clock::now());

    print_addresses(**gateway);
    if (!has_admin_key) std::printf("parley: the admin key is in %s\n", (*store)->admin_key_file().c_str());
    if (simulated) print_simulated(arguments.sim);
    if (*first_key) {
        print_first_key((*gateway)->urls().front(), model, **first_key);
    } else if (!has_configured_keys) {
        print_where_keys_are((*store)->path(), (*store)->keys().ring()->size());
    }
    first_key->reset();  // shown: nothing needs it any more
    std::fflush(stdout);
    const std::uint64_t cut_off = serve_until_signalled({arguments, signals, **gateway, (*store)->keys(), reloads, watch});
    if (cut_off > 0) {
        observe::log(observe::Level::warning, "drain limit reached: running exchanges were cut off: " + std::to_string(cut_off));
    }
    control->reset();
    gateway->reset();
    observe::close_log();
    return 0;
}

}  // namespace parley::cli
