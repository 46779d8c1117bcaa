#include "exchange/model_gate.hpp"

#include <array>

namespace parley::exchange {
namespace {

using catalog::Parameter;
using openai::RequestMembers;

struct GatedField {
    Parameter parameter;
    json::Value RequestMembers::*member;
};

/// In the order of the public field table. A parameter stands for its other spellings, and is named by its own. Hints that change
/// no answer (prompt_cache_key, cache_control, service_tier ...) are not here: a host that does not know them goes without.
constexpr std::array gated_fields = {
    GatedField{Parameter::max_tokens, &RequestMembers::max_tokens},
    GatedField{Parameter::max_tokens, &RequestMembers::max_completion_tokens},
    GatedField{Parameter::temperature, &RequestMembers::temperature},
    GatedField{Parameter::top_p, &RequestMembers::top_p},
    GatedField{Parameter::top_k, &RequestMembers::top_k},
    GatedField{Parameter::frequency_penalty, &RequestMembers::frequency_penalty},
    GatedField{Parameter::presence_penalty, &RequestMembers::presence_penalty},
    GatedField{Parameter::stop, &RequestMembers::stop},
    GatedField{Parameter::seed, &RequestMembers::seed},
    GatedField{Parameter::logprobs, &RequestMembers::logprobs},
    GatedField{Parameter::top_logprobs, &RequestMembers::top_logprobs},
    GatedField{Parameter::logit_bias, &RequestMembers::logit_bias},
    GatedField{Parameter::tools, &RequestMembers::tools},
    GatedField{Parameter::tools, &RequestMembers::functions},
    GatedField{Parameter::tool_choice, &RequestMembers::tool_choice},
    GatedField{Parameter::tool_choice, &RequestMembers::function_call},
    GatedField{Parameter::parallel_tool_calls, &RequestMembers::parallel_tool_calls},
    GatedField{Parameter::response_format, &RequestMembers::response_format},
    GatedField{Parameter::reasoning, &RequestMembers::reasoning},
    GatedField{Parameter::reasoning, &RequestMembers::reasoning_effort},
    GatedField{Parameter::verbosity, &RequestMembers::verbosity},
};

/// Says something without asking for anything: the answer is the same as without it.
bool asks_for_nothing(Parameter parameter, json::Value value) {
    switch (parameter) {
        case Parameter::tools: return value.is(json::Kind::array) && value.size() == 0;
        case Parameter::tool_choice: return value.equals("none") || value.equals("auto");
        case Parameter::response_format: return value.find("type").equals("text");
        case Parameter::logprobs: return value.boolean() == false;
        default: return false;
    }
}

void add_parameters(openai::Problems& problems, const openai::ChatRequest& request, const catalog::Model& model) {
    const GatedField* last = nullptr;  // one problem for two spellings
    for (const GatedField& field : gated_fields) {
        const json::Value value = request.members.*field.member;
        if (model.supports(field.parameter) || value.is_missing() || asks_for_nothing(field.parameter, value)) continue;
        if (last && last->parameter == field.parameter) continue;
        last = &field;
        const std::string name(to_string(field.parameter));
        problems.add("model " + model.id + " does not support " + name, name);
    }
}

void add_part(openai::Problems& problems, const std::string& place, catalog::Modality modality, const catalog::Model& model) {
    if (place.empty() || model.takes(modality)) return;
    problems.add(place + " is of a type that model " + model.id + " does not take: " + std::string(to_string(modality)));
}

}  // namespace

openai::Problems unsupported(const openai::ChatRequest& request, const catalog::Model& model) {
    openai::Problems problems;
    if (!model.supported_parameters.empty()) add_parameters(problems, request, model);
    add_part(problems, request.parts.image, catalog::Modality::image, model);
    add_part(problems, request.parts.audio, catalog::Modality::audio, model);
    add_part(problems, request.parts.file, catalog::Modality::file, model);
    return problems;
}

bool exceeds_context(const openai::ChatRequest& request, const catalog::Model& model) {
    return model.context_length > 0 && request.max_tokens.value_or(0) >= model.context_length;
}

}  // namespace parley::exchange
