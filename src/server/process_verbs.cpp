#include "server/process_verbs.hpp"

#include <unistd.h>

#include <chrono>
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

}  // namespace

control::Verbs process_verbs(ProcessFacts facts, auth::KeyRegistry& keys, Reload reload) {
    const TimePoint started = Clock::now();
    return {{"status", [facts = std::move(facts), started, &keys](const json&) { return status(facts, started, keys); }},
            {"reload", [reload = std::move(reload)](const json&) -> Answer {
                 if (auto error = reload()) return *error;
                 return control::answer_with({{"reloaded", true}});
             }}};
}

}  // namespace parley::server
