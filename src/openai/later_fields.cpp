#include "openai/later_fields.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace parley::openai {
namespace {

constexpr std::int64_t fallback_depth_max = 2;  // AssemblyAI docs, "Fallbacks"
constexpr std::array<std::string_view, 4> transcript_formats = {"text", "speakers", "speakers_timestamps", "json"};
constexpr std::array<std::string_view, 3> transcript_windows = {"error", "tail", "head_tail"};
constexpr std::string_view depth_field = "fallback_config.depth";

void refuse(std::string_view name, Problems& problems) { problems.add(std::string(name) + " is not supported yet"); }

void check_transcript_id(json::Value id, Problems& problems) {
    if (id.is_missing()) return;
    if (!id.is(json::Kind::string)) return problems.add("transcript_id must be a string");
}

/// What is wrong inside a transcript is told by whoever reads it, if somebody does.
void check_transcript(const RequestMembers& members, Problems& problems) {
    check_transcript_id(members.transcript_id, problems);
    if (members.transcript.is_missing()) return;
    if (!members.transcript.is(json::Kind::object)) problems.add("transcript must be an object");
    if (!members.transcript_id.is_missing()) problems.add("transcript cannot stand beside transcript_id");
}

/// problem  what there is to say of a word that is none of them
void check_word(json::Value value, std::span<const std::string_view> words, std::string_view problem, Problems& problems) {
    const bool is_known = std::any_of(words.begin(), words.end(), [&](std::string_view word) { return value.equals(word); });
    if (!value.is_missing() && !is_known) problems.add(std::string(problem));
}

void check_steps(json::Value steps, Problems& problems) {
    if (steps.is_missing()) return;
    if (!steps.is(json::Kind::array)) return problems.add("post_processing_steps must be an array");
    if (steps.size() > 0) refuse("post_processing_steps", problems);
}

/// False when a wrong entry was found.
bool check_fallbacks(json::Value fallbacks, Problems& problems) {
    if (fallbacks.is_missing()) return true;
    if (!fallbacks.is(json::Kind::array)) {
        problems.add("fallbacks must be an array");
        return false;
    }
    for (const json::Value fallback : fallbacks.elements()) {
        const json::Value model = fallback.find("model");
        if (model.is(json::Kind::string) && !model.escaped().empty()) continue;
        problems.add(fallback.is(json::Kind::object) ? "fallback model is required" : "fallbacks must hold objects", "fallbacks");
        return false;
    }
    return true;
}

/// False when something is wrong with it.
bool check_fallback_config(json::Value config, Problems& problems) {
    const std::size_t before = problems.size();
    const json::Value depth = config.find("depth");
    const json::Value retry = config.find("retry");
    if (!config.is_missing() && !config.is(json::Kind::object)) problems.add("fallback_config must be an object");
    if (!retry.is_missing() && !retry.boolean()) problems.add("fallback_config retry must be a boolean", "fallback_config.retry");
    if (!depth.is_missing() && !depth.integer()) problems.add("fallback_config depth must be an integer", depth_field);
    if (depth.integer().value_or(0) < 0) problems.add("fallback_config depth must be at least 0", depth_field);
    if (depth.integer().value_or(0) > fallback_depth_max) problems.add("fallback_config depth cannot be greater than 2", depth_field);
    return problems.size() == before;
}

}  // namespace

void check_later_fields(const RequestMembers& members, Problems& problems) {
    check_transcript(members, problems);
    check_word(members.transcript_format, transcript_formats, "transcript_format must be text, speakers, speakers_timestamps or json", problems);
    check_word(members.transcript_window, transcript_windows, "transcript_window must be error, tail or head_tail", problems);
    const bool entries_fit = check_fallbacks(members.fallbacks, problems);
    const bool config_fits = check_fallback_config(members.fallback_config, problems);
    if (entries_fit && config_fits && members.fallbacks.size() > 0) refuse("fallbacks", problems);
    check_steps(members.post_processing_steps, problems);
    if (!members.model_region.is_missing() && !members.model_region.equals("global")) {
        problems.add("model_region can only be set to global");
    }
    const json::Value retention = members.zero_data_retention;
    if (!retention.is_missing() && !retention.boolean()) problems.add("zero_data_retention must be a boolean");
    if (retention.boolean().value_or(false)) problems.add("zero_data_retention is not supported yet");
}

}  // namespace parley::openai
