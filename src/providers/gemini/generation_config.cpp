#include "providers/gemini/generation_config.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "providers/form_in_words.hpp"
#include "providers/gemini/thinking.hpp"
#include "providers/placeless_fields.hpp"

namespace parley::providers::gemini {
namespace {

using openai::RequestMembers;

/// What has no place in Gemini's requests.
constexpr std::array dropped_fields = {
    NamedField{"logit_bias", &RequestMembers::logit_bias},
    NamedField{"logprobs", &RequestMembers::logprobs},
    NamedField{"top_logprobs", &RequestMembers::top_logprobs},
    NamedField{"parallel_tool_calls", &RequestMembers::parallel_tool_calls},
    NamedField{"verbosity", &RequestMembers::verbosity},
    NamedField{"audio", &RequestMembers::audio},
    NamedField{"prediction", &RequestMembers::prediction},
    NamedField{"prompt_cache_key", &RequestMembers::prompt_cache_key},
    NamedField{"prompt_cache_retention", &RequestMembers::prompt_cache_retention},
    NamedField{"user", &RequestMembers::user},
    NamedField{"safety_identifier", &RequestMembers::safety_identifier},
    NamedField{"metadata", &RequestMembers::metadata},
    NamedField{"store", &RequestMembers::store},
    NamedField{"service_tier", &RequestMembers::service_tier},
};

/// Parallel calls are what the model does anyway, log probabilities what it does not.
bool asks_for_nothing(const NamedField& field, json::Value value) {
    if (field.member == &RequestMembers::parallel_tool_calls) return value.boolean() == true;
    return value.boolean() == false;
}

void drop_fields(Draft& draft) {
    for (const NamedField& field : dropped_fields) {
        const json::Value value = draft.request.members.*field.member;
        if (!value.is_missing() && !asks_for_nothing(field, value)) draft.dropped.emplace_back(field.name);
    }
}

void copy_number(json::ObjectWriter& config, std::string_view name, json::Value number) {
    if (!number.is_missing()) config.raw(name, number.raw());
}

void write_penalties(Draft& draft, json::ObjectWriter& config) {
    const RequestMembers& members = draft.request.members;
    if (draft.rules.supports.penalties && !draft.repairs.without_penalties) {
        copy_number(config, "presencePenalty", members.presence_penalty);
        copy_number(config, "frequencyPenalty", members.frequency_penalty);
        return;
    }
    if (!members.presence_penalty.is_missing()) draft.dropped.emplace_back("presence_penalty");
    if (!members.frequency_penalty.is_missing()) draft.dropped.emplace_back("frequency_penalty");
}

/// 32 bits there, 64 here: one that is larger still tells the same request from others.
void write_seed(json::ObjectWriter& config, json::Value seed) {
    constexpr std::int64_t seeds = std::int64_t{1} << 31;
    if (const auto value = seed.integer()) config.integer("seed", *value % seeds);
}

void write_stop(Draft& draft, json::ObjectWriter& config, json::Value stop) {
    std::vector<json::Value> sequences;
    const auto add = [&](json::Value sequence) {
        if (sequence.is(json::Kind::string) && !sequence.escaped().empty()) sequences.push_back(sequence);
    };
    add(stop);
    for (const json::Value sequence : stop.elements()) add(sequence);
    if (sequences.empty()) return;
    if (sequences.size() > stop_sequences_most) {
        sequences.resize(stop_sequences_most);
        draft.dropped.emplace_back("stop");
    }
    ListWriter list(config.key("stopSequences"));
    for (const json::Value sequence : sequences) list.next() += sequence.raw();
    list.close();
}

/// The caller's limit is the answer's, as far as the model goes.
std::int64_t limit_with(const Thinking& thinking, const Draft& draft) {
    const std::int64_t limit = draft.request.effective_max_tokens();
    return std::max(limit, std::min(limit + thinking.room, draft.rules.gemini.output_tokens_max));
}

Thinking thinking_of(Draft& draft) {
    const RequestMembers& members = draft.request.members;
    const ReasoningWish wish = read_reasoning_wish(members.reasoning, members.reasoning_effort, draft.rules);
    if (wish.is_empty()) return {};
    Thinking thinking;
    if (!draft.repairs.without_thinking) thinking = choose_thinking(wish, draft.rules);
    if (!thinking.says_something() && !wish.is_operators) draft.dropped.emplace_back(reasoning_field(members));
    return thinking;
}

bool wants_form(const Draft& draft) {
    const json::Value type = draft.request.members.response_format.find("type");
    return type.equals("json_schema") || type.equals("json_object");
}

bool is_form_in_words(const Draft& draft) {
    return wants_form(draft) && draft.request.tools.size() > 0 && !draft.rules.gemini.schema_with_tools;
}

void write_form(Draft& draft, json::ObjectWriter& config) {
    if (!wants_form(draft) || is_form_in_words(draft)) return;
    config.string("responseMimeType", "application/json");
    const json::Value schema = draft.request.members.response_format.find("json_schema").find("schema");
    if (!schema) return;
    const bool takes_json_schema = draft.rules.gemini.schemas == catalog::GeminiSchemas::json_schema;
    std::string& out = config.key(takes_json_schema ? "responseJsonSchema" : "responseSchema");
    if (append_schema(out, schema, draft.schema_form())) return;
    draft.problems.add("response_format is invalid: json_schema.schema is too large for this model's provider");
}

}  // namespace

void write_generation_config(Draft& draft, json::ObjectWriter& body) {
    const RequestMembers& members = draft.request.members;
    drop_fields(draft);
    const Thinking thinking = thinking_of(draft);
    json::ObjectWriter config(body.key("generationConfig"));
    config.integer("maxOutputTokens", limit_with(thinking, draft));
    copy_number(config, "temperature", members.temperature);
    copy_number(config, "topP", members.top_p);
    copy_number(config, "topK", members.top_k);
    write_penalties(draft, config);
    write_seed(config, members.seed);
    write_stop(draft, config, members.stop);
    write_form(draft, config);
    write_thinking(config, thinking);
    config.close();
}

std::string form_instruction(const Draft& draft) {
    return is_form_in_words(draft) ? form_in_words(draft.request.members.response_format, true) : std::string();
}

}  // namespace parley::providers::gemini
