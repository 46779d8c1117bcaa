#include "cli/check_command.hpp"

#include <cstdio>

#include "config/read_config.hpp"
#include "http/tls.hpp"
#include "server/snapshot_builder.hpp"

namespace parley::cli {
namespace {

void print_line(const std::string& line) { std::printf("%s\n", line.c_str()); }

std::string counted(std::size_t count, const std::string& noun) { return std::to_string(count) + " " + noun + (count == 1 ? "" : "s"); }

// What only shows when the parts are made. The simulator has no address before it runs: there is nothing to make then.
std::vector<std::string> what_a_start_would_find(const config::Config& config) {
    std::vector<std::string> findings;
    if (config.tls) {
        const auto opened = http::TlsServerContext::open(config.tls->certificate, config.tls->key);
        if (!opened) findings.push_back("tls: " + opened.error().message);
    }
    if (!config.simulated) {
        observe::ModelNames names;
        routing::TargetHealths target_healths;
        const auto snapshot = server::build_snapshot(config, names, target_healths);
        if (!snapshot) findings.push_back(snapshot.error().message);
    }
    return findings;
}

std::string keys_of(const config::Config& config) {
    return config.keys.empty() ? "no key: one is made at the start" : counted(config.keys.size(), "key");
}

void print_summary(const config::Config& config) {
    print_line("ok: " + counted(config.models.size(), "model") + ", " + counted(config.providers.size(), "provider") + ", " +
               keys_of(config));
    for (const config::Listener& listener : config.listeners) {
        std::string line = "    listens on " + std::string(config.tls ? "https://" : "http://") + listener.address;
        line += ", region " + listener.region;
        for (const std::string& host : listener.hosts) line += (&host == &listener.hosts.front() ? ", for " : " ") + host;
        print_line(line);
    }
    print_line("    admin on http://" + config.admin_listen);
}

}  // namespace

int run_check(const CheckArguments& arguments) {
    const config::ConfigReading reading = config::read_config_file(arguments.config, config::process_environment());
    for (const std::string& warning : reading.warnings) print_line("warning: " + warning);
    for (const config::ConfigProblem& problem : reading.problems) print_line(to_text(problem));
    if (!reading.config) return 1;
    const std::vector<std::string> findings = what_a_start_would_find(*reading.config);
    for (const std::string& finding : findings) print_line(arguments.config + ": " + finding);
    if (!findings.empty()) return 1;
    print_summary(*reading.config);
    return 0;
}

}  // namespace parley::cli
