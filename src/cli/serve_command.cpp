#include "cli/serve_command.hpp"

#include <cstdio>
#include <thread>

#include "auth/api_key.hpp"
#include "cli/descriptor_limit.hpp"
#include "cli/signals.hpp"
#include "config/core_count.hpp"
#include "config/read_config.hpp"
#include "config/zero.hpp"
#include "observe/log.hpp"
#include "server/gateway.hpp"

namespace parley::cli {
namespace {

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

// Without a descriptor neither a provider nor the admin listener could be reached: callers wait in the kernel's queue first.
void fit_connections(config::Config& config) {
    const std::size_t possible = connections_possible(config.threads);
    if (config.http_limits.connections_max <= possible) return;
    config.http_limits.connections_max = possible;
    std::fprintf(stderr, "parley: warning: http.connections_max is lowered to %zu, which is what the limit of open files allows\n",
                 possible);
}

// Without any key nobody could ask anything: makes one, which lives as long as the process.
std::optional<Secret> make_first_key(config::Config& config) {
    if (!config.keys.empty()) return std::nullopt;
    Secret key = auth::make_api_key();
    config.keys.push_back({"first", key});
    return key;
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
                gateway.url().c_str(), std::string(key.reveal()).c_str(), model.c_str());
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
        // A second signal to end does not wait.
        std::thread([&signals] {
            while (signals.wait() == SIGHUP) {
            }
            std::_Exit(130);
        }).detach();
        return gateway.drain(number == SIGTERM ? server::Gateway::Patience::graceful : server::Gateway::Patience::prompt);
    }
}

}  // namespace

int run_serve(const ServeArguments& arguments) {
    const Signals signals;
    raise_descriptor_limit();
    std::optional<config::Config> config = read_configuration(arguments);
    if (!config) return 1;
    fit_connections(*config);
    const std::optional<Secret> first_key = make_first_key(*config);
    const bool simulated = config->simulated;
    const std::string model = config->models.front().id;
    observe::open_log(to_level(config->log.level));

    auto gateway = server::Gateway::start(std::move(*config));
    if (!gateway) {
        observe::close_log();
        std::fprintf(stderr, "parley: %s\n", gateway.error().message.c_str());
        return 1;
    }
    std::printf("parley: listening on %s\nparley: admin on %s\n", (*gateway)->url().c_str(), (*gateway)->admin_url().c_str());
    if (first_key) print_first_steps(**gateway, model, simulated, *first_key);
    std::fflush(stdout);
    const bool finished = serve_until_signalled(**gateway, signals);
    if (!finished) observe::log(observe::Level::warning, "drain limit reached: running exchanges were cut off");
    gateway->reset();
    observe::close_log();
    return 0;
}

}  // namespace parley::cli
