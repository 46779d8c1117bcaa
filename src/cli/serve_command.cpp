#include "cli/serve_command.hpp"

#include <cstdio>
#include <thread>

#include "cli/descriptor_limit.hpp"
#include "cli/first_key.hpp"
#include "cli/signals.hpp"
#include "config/core_count.hpp"
#include "config/read_config.hpp"
#include "config/zero.hpp"
#include "control/server.hpp"
#include "observe/log.hpp"
#include "server/gateway.hpp"
#include "server/key_verbs.hpp"
#include "server/local_store.hpp"
#include "server/process_verbs.hpp"

namespace parley::cli {
namespace {

// A command that found no server holds the data directory for a moment.
constexpr auto lock_patience = std::chrono::seconds(1);

observe::Level to_level(config::LogLevel level) {
    switch (level) {
        case config::LogLevel::debug: return observe::Level::debug;
        case config::LogLevel::info: return observe::Level::info;
        case config::LogLevel::warning: return observe::Level::warning;
        case config::LogLevel::error: return observe::Level::error;
    }
    return observe::Level::info;
}

// The configuration with the command line on top; nullopt when it was bad, which has been said by then.
std::optional<config::Config> read_configuration(const ServeArguments& arguments) {
    const config::Environment environment = config::process_environment();
    config::ConfigReading reading = arguments.config ? config::read_config_file(*arguments.config, environment)
                                                     : config::zero_config(environment);
    for (const std::string& warning : reading.warnings) std::fprintf(stderr, "parley: warning: %s\n", warning.c_str());
    for (const config::ConfigProblem& problem : reading.problems) std::fprintf(stderr, "%s\n", to_text(problem).c_str());
    if (!reading.config) return std::nullopt;
    config::Config& config = *reading.config;
    if (arguments.listen) config.listen = *arguments.listen;
    if (arguments.data) config.data = *arguments.data;
    if (arguments.threads) config.threads = *arguments.threads == 0 ? config::core_count() : *arguments.threads;
    return std::move(config);
}

// The data directory with everything in it, and the keys of both kinds; an error says what is in the way.
Result<std::unique_ptr<server::LocalStore>> open_store(const config::Config& config) {
    const auto pepper = config::process_environment()("PARLEY_PEPPER");
    auto store = server::LocalStore::open(config.data, pepper, store::DataDirectory::Missing::make, lock_patience);
    if (!store) return store;
    if (auto error = (*store)->keys().load(server::configured_keys(config))) return *error;
    return store;
}

control::Verbs all_verbs(const server::Gateway& gateway, auth::KeyRegistry& keys) {
    control::Verbs verbs = server::key_verbs(keys);
    const auto reload = [] {
        return std::optional<Error>(Error{.kind = ErrorKind::not_ready, .message = "restart to apply a changed configuration"});
    };
    verbs.merge(server::process_verbs({{gateway.url()}, gateway.admin_url()}, keys, reload));
    return verbs;
}

void print_simulated() {
    std::printf("\nNo provider's key is in the environment, so only simulated models are served (sim/...): they make up\n"
                "their answers. Set OPENAI_API_KEY or another provider's key, or write a configuration file.\n");
}

// Serves until a signal says otherwise. False when exchanges had to be cut off.
bool serve_until_signalled(server::Gateway& gateway, const Signals& signals) {
    for (;;) {
        const int number = signals.wait();
        if (number == SIGHUP) {
            observe::log(observe::Level::warning, "SIGHUP ignored: restart to apply a changed configuration");
            continue;
        }
        observe::log(observe::Level::info, number == SIGTERM ? "SIGTERM: draining" : "SIGINT: draining");
        // A second signal does not wait.
        std::thread([&signals] {
            signals.wait();
            std::_Exit(130);
        }).detach();
        return gateway.drain(number == SIGTERM ? server::Gateway::Patience::graceful : server::Gateway::Patience::prompt);
    }
}

// Ends a start that did not succeed, and whatever had started by then.
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
    std::optional<config::Config> config = read_configuration(arguments);
    if (!config) return 1;
    const bool simulated = config->simulated;
    const bool has_configured_keys = !config->keys.empty();
    const std::string model = config->models.front().id;
    observe::open_log(to_level(config->log.level));

    auto store = open_store(*config);
    if (!store) return complain(store.error());
    auto gateway = server::Gateway::start(std::move(*config), (*store)->keys());
    if (!gateway) return complain(gateway.error());
    auto first_key = make_first_key((*store)->keys());
    if (!first_key) return complain(first_key.error(), gateway->get());
    auto control = control::Server::start((*store)->path(), all_verbs(**gateway, (*store)->keys()));
    if (!control) return complain(control.error(), gateway->get());

    std::printf("parley: listening on %s\nparley: admin on %s\n", (*gateway)->url().c_str(), (*gateway)->admin_url().c_str());
    if (simulated) print_simulated();
    if (*first_key) {
        print_first_key((*gateway)->url(), model, **first_key);
    } else if (!has_configured_keys) {
        print_where_keys_are((*store)->path(), (*store)->keys().ring()->size());
    }
    first_key->reset();  // shown: nothing needs it any more
    std::fflush(stdout);
    const bool finished = serve_until_signalled(**gateway, signals);
    if (!finished) observe::log(observe::Level::warning, "drain limit reached: running exchanges were cut off");
    control->reset();
    gateway->reset();
    observe::close_log();
    return 0;
}

}  // namespace parley::cli
