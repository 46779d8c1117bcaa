#include "openai/own_fields.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>

namespace parley::openai {
namespace {

constexpr std::array<std::string_view, 4> transcript_formats = {"text", "speakers", "speakers_timestamps", "json"};
constexpr std::array<std::string_view, 4> transcript_windows = {"error", "tail", "head_tail", "map"};

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

void check_flag(json::Value value, std::string_view name, Problems& problems) {
    if (!value.is_missing() && !value.boolean()) problems.add(std::string(name) + " must be a boolean");
}

}  // namespace

void check_own_fields(const RequestMembers& members, Problems& problems) {
    check_transcript(members, problems);
    check_word(members.transcript_format, transcript_formats, "transcript_format must be text, speakers, speakers_timestamps or json",
               problems);
    check_word(members.transcript_window, transcript_windows, "transcript_window must be error, tail, head_tail or map", problems);
    if (!members.model_region.is_missing() && !members.model_region.equals("global")) {
        problems.add("model_region can only be set to global");
    }
    check_flag(members.cite, "cite", problems);
    check_flag(members.zero_data_retention, "zero_data_retention", problems);
}

}  // namespace parley::openai
