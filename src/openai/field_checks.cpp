#include "openai/field_checks.hpp"

#include <array>
#include <limits>
#include <string>
#include <string_view>

namespace parley::openai {
namespace {

enum class FieldType : std::uint8_t { boolean, integer, number, string, object, array };

constexpr double unbounded = std::numeric_limits<double>::infinity();

struct FieldRule {
    std::string_view name;
    json::Value RequestMembers::*member;
    FieldType type;
    double least = -unbounded;  // of a number
    double most = unbounded;
};

constexpr std::array rules = {
    FieldRule{"top_p", &RequestMembers::top_p, FieldType::number, 0, 1},
    FieldRule{"top_k", &RequestMembers::top_k, FieldType::integer},
    FieldRule{"frequency_penalty", &RequestMembers::frequency_penalty, FieldType::number, -2, 2},
    FieldRule{"presence_penalty", &RequestMembers::presence_penalty, FieldType::number, -2, 2},
    FieldRule{"seed", &RequestMembers::seed, FieldType::integer},
    FieldRule{"logprobs", &RequestMembers::logprobs, FieldType::boolean},
    FieldRule{"top_logprobs", &RequestMembers::top_logprobs, FieldType::integer, 0, 20},
    FieldRule{"logit_bias", &RequestMembers::logit_bias, FieldType::object},
    FieldRule{"parallel_tool_calls", &RequestMembers::parallel_tool_calls, FieldType::boolean},
    FieldRule{"reasoning", &RequestMembers::reasoning, FieldType::object},
    FieldRule{"reasoning_effort", &RequestMembers::reasoning_effort, FieldType::string},
    FieldRule{"verbosity", &RequestMembers::verbosity, FieldType::string},
    FieldRule{"modalities", &RequestMembers::modalities, FieldType::array},
    FieldRule{"audio", &RequestMembers::audio, FieldType::object},
    FieldRule{"prediction", &RequestMembers::prediction, FieldType::object},
    FieldRule{"cache_control", &RequestMembers::cache_control, FieldType::object},
    FieldRule{"prompt_cache_key", &RequestMembers::prompt_cache_key, FieldType::string},
    FieldRule{"prompt_cache_retention", &RequestMembers::prompt_cache_retention, FieldType::string},
    FieldRule{"user", &RequestMembers::user, FieldType::string},
    FieldRule{"safety_identifier", &RequestMembers::safety_identifier, FieldType::string},
    FieldRule{"metadata", &RequestMembers::metadata, FieldType::object},
    FieldRule{"store", &RequestMembers::store, FieldType::boolean},
    FieldRule{"service_tier", &RequestMembers::service_tier, FieldType::string},
};

bool has_type(json::Value value, FieldType type) {
    switch (type) {
        case FieldType::boolean: return value.boolean().has_value();
        case FieldType::integer: return value.integer().has_value();
        case FieldType::number: return value.number().has_value();
        case FieldType::string: return value.is(json::Kind::string);
        case FieldType::object: return value.is(json::Kind::object);
        case FieldType::array: return value.is(json::Kind::array);
    }
    return false;
}

std::string_view with_article(FieldType type) {
    switch (type) {
        case FieldType::boolean: return "a boolean";
        case FieldType::integer: return "an integer";
        case FieldType::number: return "a number";
        case FieldType::string: return "a string";
        case FieldType::object: return "an object";
        case FieldType::array: return "an array";
    }
    return {};
}

/// Bounds are whole numbers.
std::string bounds_text(const FieldRule& rule) {
    return std::to_string(static_cast<int>(rule.least)) + " and " + std::to_string(static_cast<int>(rule.most));
}

void check_field(json::Value value, const FieldRule& rule, Problems& problems) {
    if (!has_type(value, rule.type)) {
        problems.add(std::string(rule.name) + " must be " + std::string(with_article(rule.type)));
    } else if (rule.most != unbounded && !(*value.number() >= rule.least && *value.number() <= rule.most)) {
        problems.add(std::string(rule.name) + " must be between " + bounds_text(rule));
    }
}

void check_stop(json::Value stop, Problems& problems) {
    if (stop.is_missing() || stop.is(json::Kind::string)) return;
    if (!stop.is(json::Kind::array)) return problems.add("stop must be a string or an array of strings");
    if (stop.size() > stop_sequences_max) {
        problems.add("stop must hold at most " + std::to_string(stop_sequences_max) + " strings");
    }
    for (const json::Value sequence : stop.elements()) {
        if (!sequence.is(json::Kind::string)) return problems.add("stop must be a string or an array of strings");
    }
}

/// Keys are numbers of tokens, which only the provider can know.
void check_logit_bias(json::Value bias, Problems& problems) {
    for (const json::Member member : bias.members()) {
        const std::optional<double> weight = member.value.number();
        const bool fits = weight && *weight >= -logit_bias_most && *weight <= logit_bias_most;
        if (!fits) return problems.add("logit_bias must hold numbers between -100 and 100");
    }
}

void check_reasoning(json::Value reasoning, Problems& problems) {
    const json::Value effort = reasoning.find("effort");
    const json::Value tokens = reasoning.find("max_tokens");
    if (!effort.is_missing() && !effort.is(json::Kind::string)) problems.add("reasoning.effort must be a string");
    if (tokens.is_missing()) return;
    if (!tokens.integer()) {
        problems.add("reasoning.max_tokens must be an integer");
    } else if (*tokens.integer() < 0) {
        problems.add("reasoning.max_tokens must be at least 0");
    }
}

/// Chunks carry text: an answer in sound would be lost.
void check_modalities(json::Value modalities, Problems& problems) {
    for (const json::Value modality : modalities.elements()) {
        if (!modality.equals("text")) return problems.add("modalities can only be text");
    }
}

}  // namespace

void check_fields(const RequestMembers& members, Problems& problems) {
    for (const FieldRule& rule : rules) {
        const json::Value value = members.*rule.member;
        if (!value.is_missing()) check_field(value, rule, problems);
    }
    check_stop(members.stop, problems);
    check_logit_bias(members.logit_bias, problems);
    check_reasoning(members.reasoning, problems);
    check_modalities(members.modalities, problems);
}

}  // namespace parley::openai
