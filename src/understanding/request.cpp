#include "understanding/request.hpp"

#include <algorithm>
#include <string_view>

#include "transcripts/placement.hpp"

namespace parley::understanding {
namespace {

using openai::Problems;

constexpr std::string_view formatting = "custom_formatting";

std::string text_in(json::Value object, std::string_view name, Problems& problems) {
    const json::Value value = object.find(name);
    if (value.is_missing()) return {};
    if (!value.is(json::Kind::string)) problems.add(std::string(formatting) + "." + std::string(name) + " must be a string");
    return value.string();
}

void check_pattern(const std::string& pattern, bool (*is_known)(std::string_view), std::string_view name, Problems& problems) {
    if (pattern.empty() || is_known(pattern)) return;
    problems.add(std::string(formatting) + "." + std::string(name) + " is not one of the patterns that are understood");
}

/// Several patterns stand with commas between them.
std::vector<std::string> split(std::string_view patterns) {
    std::vector<std::string> found;
    while (!patterns.empty()) {
        const std::size_t comma = std::min(patterns.find(','), patterns.size());
        std::string_view one = patterns.substr(0, comma);
        while (one.starts_with(' ')) one.remove_prefix(1);
        while (one.ends_with(' ')) one.remove_suffix(1);
        found.emplace_back(one);
        patterns.remove_prefix(std::min(comma + 1, patterns.size()));
    }
    return found;
}

void read_formatting(json::Value wish, Request& request, Problems& problems) {
    if (!wish.is(json::Kind::object)) return problems.add(std::string(formatting) + " must be an object");
    request.formats.dates = split(text_in(wish, "date", problems));
    request.formats.phone = text_in(wish, "phone_number", problems);
    request.formats.email = text_in(wish, "email", problems);
    for (const std::string& pattern : request.formats.dates) check_pattern(pattern, is_date_pattern, "date", problems);
    check_pattern(request.formats.phone, is_phone_pattern, "phone_number", problems);
    check_pattern(request.formats.email, is_email_pattern, "email", problems);
    const json::Value utterances = wish.find("format_utterances");
    if (!utterances.is_missing() && !utterances.boolean()) problems.add(std::string(formatting) + ".format_utterances must be a boolean");
    request.format_utterances = utterances.boolean().value_or(false);
    if (request.formats.empty()) problems.add(std::string(formatting) + " must have one of date, phone_number, email");
}

void read_features(json::Value root, Request& request, Problems& problems) {
    request.features = root.find("speech_understanding").find("request");
    if (!request.features.is(json::Kind::object) || request.features.size() == 0) {
        return problems.add("speech_understanding.request must be an object with at least one feature");
    }
    for (const json::Member feature : request.features.members()) {
        const std::string name = feature.key.string();
        if (name == formatting) {
            read_formatting(feature.value, request, problems);
        } else if (name == "translation") {
            request.translation = read_translation(feature.value, problems);
        } else if (name == "speaker_identification") {
            request.identification = read_identification(feature.value, problems);
        } else if (name == "summarization") {
            request.summary = read_summary(feature.value, problems);
        } else if (name == "action_items") {
            request.action_items = read_action_items(feature.value, problems);
        } else {
            problems.add("speech_understanding.request holds a feature that is not known");
        }
    }
}

void read_source(json::Value root, Purpose purpose, Request& request, Problems& problems) {
    const json::Value id = root.find("transcript_id");
    const json::Value object = root.find("transcript");
    if (!id.is_missing() && !object.is_missing()) problems.add("transcript cannot stand beside transcript_id");
    if (!object.is_missing()) {
        if (!object.is(json::Kind::object)) problems.add("transcript must be an object");
        request.transcript = object;
    } else if (!id.is_missing()) {
        request.transcript_id = id.string();
        if (!transcripts::is_transcript_id(request.transcript_id)) problems.add("transcript_id is not the id of a transcript");
    } else if (purpose == Purpose::run) {
        problems.add("transcript_id is required");
    }
}

/// What those features do is done utterance by utterance, or speaker by speaker.
bool needs_speakers(const Request& request) {
    return request.identification || (request.translation && request.translation->match_utterances);
}

/// Whether `formats` write what a policy takes out, and by which name the request knows it; empty: they do not.
std::string_view formatting_of(std::string_view policy, const Formats& formats) {
    if (policy == "date" && !formats.dates.empty()) return "date";
    if (policy == "phone_number" && !formats.phone.empty()) return "phone_number";
    if (policy == "email_address" && !formats.email.empty()) return "email";
    return {};
}

}  // namespace

std::optional<Error> check_transcript(const Request& request, const transcripts::Transcript& transcript) {
    if (needs_speakers(request) && transcript.utterances.empty()) {
        return openai::invalid_request(Problems::one("speaker_labels or multichannel required", "transcript_id"));
    }
    Problems problems;
    for (const std::string& policy : transcript.redacted) {
        const std::string_view formatting = formatting_of(policy, request.formats);
        if (formatting.empty()) continue;
        problems.add("redact pii " + policy + " not compatible with formatting " + std::string(formatting), "transcript_id");
    }
    if (problems.empty()) return std::nullopt;
    return openai::invalid_request(std::move(problems));
}

Request read_request(json::Value root, Purpose purpose, Problems& problems) {
    Request request;
    read_source(root, purpose, request, problems);
    read_features(root, request, problems);
    return request;
}

}  // namespace parley::understanding
