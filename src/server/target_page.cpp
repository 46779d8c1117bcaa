#include "server/target_page.hpp"

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "json/write.hpp"
#include "observe/exposition.hpp"

namespace parley::server {
namespace {

using routing::TargetHealth;

/// A target, however many models lead to it.
struct Listed {
    const exchange::ResolvedTarget* target;
    std::vector<std::string_view> models;
};

using Name = std::pair<std::string_view, std::string_view>;

std::map<Name, Listed> list(const exchange::Snapshot& snapshot) {
    std::map<Name, Listed> targets;
    for (const auto& [id, served] : snapshot.models) {
        for (const exchange::ResolvedTarget& target : served.targets) {
            Listed& listed = targets.try_emplace({target.target.provider, target.target.model}, Listed{&target, {}}).first->second;
            listed.models.push_back(id);
        }
    }
    return targets;
}

std::string_view word_of(const routing::BreakerState& breaker, TimePoint now) {
    if (!breaker.is_open()) return "closed";
    return breaker.admitting(now) ? "half_open" : "open";
}

std::optional<std::int64_t> milliseconds(const std::optional<Duration>& duration) {
    if (!duration) return std::nullopt;
    return std::chrono::ceil<std::chrono::milliseconds>(*duration).count();
}

void append_first_chunk(std::string& out, const routing::LatencySketch& sketch, TimePoint now) {
    json::ObjectWriter object(out);
    object.integer("samples", sketch.samples(now));
    for (const auto& [name, percent] : {std::pair("p50_ms", 50u), std::pair("p95_ms", 95u)}) {
        const auto value = milliseconds(sketch.percentile(percent, now));
        value ? object.integer(name, *value) : object.null(name);
    }
    object.close();
}

void append_target(std::string& out, const Listed& listed, TimePoint now) {
    const catalog::Target& target = listed.target->target;
    const TargetHealth& health = *listed.target->health;
    const routing::BreakerState breaker = health.breaker.state();
    json::ObjectWriter object(out);
    object.string("provider", target.provider);
    object.string("model", target.model);
    object.string("region", target.region.empty() ? "global" : target.region);
    std::string& models = object.key("models");
    char separator = '[';
    for (const std::string_view id : listed.models) {
        models += std::exchange(separator, ',');
        json::append_string(models, id);
    }
    models += ']';
    object.string("breaker", word_of(breaker, now));
    breaker.is_open() ? object.string("last_failure", to_string(breaker.last_failure())) : object.null("last_failure");
    object.integer("times_opened", static_cast<std::int64_t>(health.breaker.times_opened()));
    append_first_chunk(object.key("first_chunk"), health.first_chunk, now);
    object.close();
}

struct Family {
    std::string_view name, type, help;
    std::optional<double> (*value)(const TargetHealth& health, TimePoint now);
};

std::optional<double> seconds(const std::optional<Duration>& duration) {
    if (!duration) return std::nullopt;
    return std::chrono::duration<double>(*duration).count();
}

constexpr Family families[] = {
    {"parley_target_breaker_open", "gauge", "1 while a target's breaker is open; targets that were never in trouble are left out.",
     [](const TargetHealth& health, TimePoint) -> std::optional<double> {
         if (health.breaker.times_opened() == 0) return std::nullopt;
         return health.breaker.state().is_open() ? 1 : 0;
     }},
    {"parley_target_breaker_opened_total", "counter", "How often it has opened.",
     [](const TargetHealth& health, TimePoint) -> std::optional<double> {
         if (health.breaker.times_opened() == 0) return std::nullopt;
         return static_cast<double>(health.breaker.times_opened());
     }},
    {"parley_target_first_chunk_p50_seconds", "gauge",
     "From a call to the first chunk of its stream: half of the last minute's took no longer.",
     [](const TargetHealth& health, TimePoint now) { return seconds(health.first_chunk.percentile(50, now)); }},
    {"parley_target_first_chunk_p95_seconds", "gauge", "95 of 100 took no longer.",
     [](const TargetHealth& health, TimePoint now) { return seconds(health.first_chunk.percentile(95, now)); }},
};

}  // namespace

std::string print_targets(const exchange::Snapshot& snapshot, TimePoint now) {
    std::string out = "{\"targets\":";
    char separator = '[';
    for (const auto& [name, listed] : list(snapshot)) {
        out += std::exchange(separator, ',');
        append_target(out, listed, now);
    }
    if (separator == '[') out += '[';
    return out += "]}";
}

void append_target_metrics(std::string& out, const exchange::Snapshot& snapshot, TimePoint now) {
    const std::map<Name, Listed> targets = list(snapshot);
    for (const Family& family : families) {
        observe::append_description(out, family.name, family.type, family.help);
        for (const auto& [name, listed] : targets) {
            const std::optional<double> value = family.value(*listed.target->health, now);
            if (!value) continue;
            const std::string labels = observe::print_label("provider", name.first) + "," + observe::print_label("model", name.second);
            observe::append_sample(out, family.name, labels, *value);
        }
    }
}

}  // namespace parley::server
