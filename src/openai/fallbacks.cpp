#include "openai/fallbacks.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "json/write.hpp"

namespace parley::openai {
namespace {

constexpr std::string_view depth_field = "fallback_config.depth";

using Names = std::span<const std::string_view>;

/// What a fallback cannot change.
constexpr std::array<std::string_view, 4> settled = {"fallbacks", "fallback_config", "stream", "stream_options"};

/// Fields of which one makes the other void.
constexpr std::array<std::string_view, 2> conversations = {"messages", "prompt"};
constexpr std::array<std::string_view, 2> limits = {"max_tokens", "max_completion_tokens"};
constexpr std::array<std::string_view, 2> tool_lists = {"tools", "functions"};
constexpr std::array<std::string_view, 2> tool_choices = {"tool_choice", "function_call"};
constexpr std::array<std::string_view, 2> thoughts = {"reasoning", "reasoning_effort"};
constexpr std::array<std::string_view, 2> transcripts = {"transcript_id", "transcript"};
constexpr std::array<Names, 6> synonyms = {conversations, limits, tool_lists, tool_choices, thoughts, transcripts};

bool has(Names names, std::string_view name) { return std::find(names.begin(), names.end(), name) != names.end(); }

bool is_overridden(json::Value entry, std::string_view name) {
    if (has(settled, name)) return false;
    if (entry.find(name)) return true;
    for (const Names group : synonyms) {
        if (!has(group, name)) continue;
        return std::any_of(group.begin(), group.end(), [&](std::string_view other) { return bool(entry.find(other)); });
    }
    return false;
}

void check_entries(json::Value fallbacks, Problems& problems) {
    if (fallbacks.is_missing()) return;
    if (!fallbacks.is(json::Kind::array)) return problems.add("fallbacks must be an array");
    for (const json::Value fallback : fallbacks.elements()) {
        const json::Value model = fallback.find("model");
        if (model.is(json::Kind::string) && !model.escaped().empty()) continue;
        return problems.add(fallback.is(json::Kind::object) ? "fallback model is required" : "fallbacks must hold objects", "fallbacks");
    }
}

void check_config(json::Value config, Problems& problems) {
    if (!config) return;
    const json::Value depth = config.find("depth");
    const json::Value retry = config.find("retry");
    if (!config.is_missing() && !config.is(json::Kind::object)) problems.add("fallback_config must be an object");
    if (!retry.is_missing() && !retry.boolean()) problems.add("fallback_config retry must be a boolean", "fallback_config.retry");
    const json::Value resume = config.find("resume");
    if (!resume.is_missing() && !resume.boolean()) problems.add("fallback_config resume must be a boolean", "fallback_config.resume");
    if (!depth.is_missing() && !depth.integer()) problems.add("fallback_config depth must be an integer", depth_field);
    if (depth.integer().value_or(0) < 0) problems.add("fallback_config depth must be at least 0", depth_field);
    if (depth.integer().value_or(0) > static_cast<std::int64_t>(fallback_depth_max)) {
        problems.add("fallback_config depth cannot be greater than 2", depth_field);
    }
}

}  // namespace

void check_fallbacks(const RequestMembers& members, Problems& problems) {
    check_entries(members.fallbacks, problems);
    check_config(members.fallback_config, problems);
}

FallbackConfig read_fallback_config(const RequestMembers& members) {
    FallbackConfig config;
    if (!members.fallback_config) return config;
    config.retry = members.fallback_config.find("retry").boolean().value_or(config.retry);
    config.resume = members.fallback_config.find("resume").boolean().value_or(config.resume);
    if (const auto depth = members.fallback_config.find("depth").integer()) config.depth = static_cast<std::size_t>(*depth);
    return config;
}

bool overrides_fields(json::Value entry) {
    for (const json::Member member : entry.members()) {
        const std::string name = member.key.string();
        if (name != "model" && !has(settled, name)) return true;
    }
    return false;
}

std::string fallback_body(json::Value request, json::Value entry) {
    std::string body;
    body.reserve(request.raw().size() + entry.raw().size());
    json::ObjectWriter object(body);
    for (const json::Member member : request.members()) {
        const std::string name = member.key.string();
        if (name != "fallbacks" && name != "fallback_config" && !is_overridden(entry, name)) object.copy(member);
    }
    for (const json::Member member : entry.members()) {
        if (!has(settled, member.key.string())) object.copy(member);
    }
    object.close();
    return body;
}

}  // namespace parley::openai
