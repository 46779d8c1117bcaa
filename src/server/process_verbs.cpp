#include "server/process_verbs.hpp"

#include <unistd.h>

#include <chrono>
#include <string_view>
#include <utility>

#include "base/deadline.hpp"
#include "base/version.hpp"

namespace parley::server {
namespace {

using control::Answer;
using nlohmann::json;

Answer status(const ProcessFacts& facts, TimePoint started, auth::KeyRegistry& keys) {
    const Result<auth::KeyRegistry::Counts> counts = keys.counts();
    const json stored = counts ? json(counts->stored) : json();
    const auto uptime = std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - started);
    return control::answer_with({{"version", std::string(version())},
                                 {"pid", ::getpid()},
                                 {"uptime_seconds", uptime.count()},
                                 {"urls", facts.urls},
                                 {"admin_url", facts.admin_url},
                                 {"keys", {{"usable", keys.ring()->size()}, {"stored", stored}}}});
}

Answer access(const ProcessFacts& facts, auth::KeyRegistry& keys) {
    const Secret key = keys.command_line_key();
    return control::answer_with({{"url", facts.local_url}, {"key", std::string(key.reveal())}});
}

}  // namespace

std::string reached_from_here(std::string url) {
    for (const auto& [any, own] : {std::pair("://0.0.0.0:", "://127.0.0.1:"), std::pair("://[::]:", "://[::1]:")}) {
        const std::size_t at = url.find(any);
        if (at != std::string::npos) url.replace(at, std::string_view(any).size(), own);
    }
    return url;
}

control::Verbs process_verbs(const ProcessFacts& facts, auth::KeyRegistry& keys, Reload reload) {
    const TimePoint started = Clock::now();
    return {{"status", [facts, started, &keys](const json&) { return status(facts, started, keys); }},
            {"access", [facts, &keys](const json&) { return access(facts, keys); }},
            {"reload", [reload = std::move(reload)](const json&) -> Answer {
                 if (auto error = reload()) return *error;
                 return control::answer_with({{"reloaded", true}});
             }}};
}

}  // namespace parley::server
