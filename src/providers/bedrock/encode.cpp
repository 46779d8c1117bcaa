#include "providers/bedrock/encode.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "openai/older_forms.hpp"
#include "providers/bedrock/model_fields.hpp"
#include "providers/bedrock/write_messages.hpp"
#include "providers/bedrock/write_tools.hpp"
#include "providers/claude/call_ids.hpp"
#include "providers/claude/write_schema.hpp"
#include "providers/placeless_fields.hpp"
#include "providers/shown_tools.hpp"

namespace parley::providers::bedrock {
namespace {

using openai::RequestMembers;

/// What Converse has no place for. `n` is not here: more than one choice is refused before anybody is asked.
constexpr std::array placeless_fields = {
    NamedField{"frequency_penalty", &RequestMembers::frequency_penalty},
    NamedField{"presence_penalty", &RequestMembers::presence_penalty},
    NamedField{"seed", &RequestMembers::seed},
    NamedField{"logprobs", &RequestMembers::logprobs},
    NamedField{"top_logprobs", &RequestMembers::top_logprobs},
    NamedField{"logit_bias", &RequestMembers::logit_bias},
    NamedField{"verbosity", &RequestMembers::verbosity},
    NamedField{"modalities", &RequestMembers::modalities},
    NamedField{"audio", &RequestMembers::audio},
    NamedField{"prediction", &RequestMembers::prediction},
    NamedField{"prompt_cache_key", &RequestMembers::prompt_cache_key},
    NamedField{"prompt_cache_retention", &RequestMembers::prompt_cache_retention},
    NamedField{"user", &RequestMembers::user},
    NamedField{"safety_identifier", &RequestMembers::safety_identifier},
    NamedField{"store", &RequestMembers::store},
};

/// The scale of temperatures ends at 1; what is warmer is as warm as can be.
void write_inference_config(json::ObjectWriter& writer, const claude::Settings& settings, json::Value stop) {
    json::ObjectWriter config(writer.key("inferenceConfig"));
    config.integer("maxTokens", settings.max_tokens);
    if (settings.temperature) {
        config.raw("temperature", settings.temperature.number().value_or(0) > 1 ? "1" : settings.temperature.raw());
    }
    if (settings.top_p) config.raw("topP", settings.top_p.raw());
    if (const std::string list = claude::printed_stop(stop); !list.empty()) config.raw("stopSequences", list);
    config.close();
}

/// A schema travels as a text. Source: Amazon Bedrock User Guide, "Get validated JSON results from models".
void write_output_config(json::ObjectWriter& writer, const claude::Settings& settings) {
    if (settings.form != claude::Settings::Form::schema) return;
    std::string schema;
    claude::append_schema(schema, settings.schema);
    json::ObjectWriter config(writer.key("outputConfig"));
    json::ObjectWriter format(config.key("textFormat"));
    format.string("type", "json_schema");
    json::ObjectWriter structure(format.key("structure"));
    json::ObjectWriter of_json(structure.key("jsonSchema"));
    of_json.string("schema", schema);
    of_json.close();
    structure.close();
    format.close();
    config.close();
}

bool may_stand_in_metadata(json::Value value) {
    constexpr std::size_t bytes_max = 256;
    if (!value.is(json::Kind::string)) return false;
    const std::string text = value.string();
    return text.size() <= bytes_max && text.find_first_not_of(
                                           "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                           " :_@$#=/+,-.") == std::string::npos;
}

/// False when something of it had to be left out. Source: Amazon Bedrock API reference, "Converse", requestMetadata.
bool write_metadata(json::ObjectWriter& writer, json::Value metadata) {
    if (metadata.size() == 0) return true;
    std::string list;
    bool is_whole = true;
    for (const json::Member member : metadata.members()) {
        const bool fits = may_stand_in_metadata(member.key) && may_stand_in_metadata(member.value) && !member.key.escaped().empty();
        is_whole = is_whole && fits;
        if (!fits) continue;
        list += list.empty() ? "{" : ",";
        list.append(member.key.raw()).append(":").append(member.value.raw());
    }
    if (!list.empty()) writer.raw("requestMetadata", list + "}");
    return is_whole;
}

/// False for a tier that Bedrock has no word for. `auto` is what holds anyway.
bool write_tier(json::ObjectWriter& writer, json::Value tier) {
    if (tier.is_missing() || tier.equals("auto")) return true;
    for (const std::string_view known : {"priority", "default", "flex"}) {
        if (!tier.equals(known)) continue;
        json::ObjectWriter service_tier(writer.key("serviceTier"));
        service_tier.string("type", known);
        service_tier.close();
        return true;
    }
    return false;
}

/// Views into a body that will be gone must not be left behind.
Result<UpstreamRequest> encode_older(const std::string& body, const openai::ChatRequest& request, const catalog::DialectRules& rules) {
    openai::ChatRequest rewritten;
    if (const auto error = openai::read_chat_request(body, rewritten)) return *error;
    rewritten.default_max_tokens = request.default_max_tokens;
    rewritten.upstream_streams = request.upstream_streams;
    const Result<UpstreamRequest> encoded = encode_body(rewritten, rules);
    if (!encoded) return encoded.error();
    return own_whole(*encoded);
}

/// The caller's markers, where the model's prompts are cached at all.
claude::CacheMarkers markers_of(const openai::ChatRequest& request, const std::vector<json::Value>& tools, const Conversation& conversation,
                                const catalog::DialectRules& rules) {
    if (rules.cache_control) {
        return {{tools, conversation.instructions, claude::pieces_of(conversation), rules.auto_cache}, request.members.cache_control};
    }
    static const std::vector<json::Value> no_tools;
    static const std::vector<Piece> no_instructions;
    return {{no_tools, no_instructions, {}}, json::Value()};
}

}  // namespace

Result<UpstreamRequest> encode_body(const openai::ChatRequest& request, const catalog::DialectRules& rules) {
    if (const auto older = openai::rewrite_older_forms(request.document)) return encode_older(*older, request, rules);
    const Conversation conversation = read_conversation(request);
    claude::Settings settings = claude::settle(request, conversation, rules);
    const std::vector<json::Value> tools = shown_tools(request);
    const std::vector<std::string> call_ids = claude::make_call_ids(conversation.calls);
    const claude::CacheMarkers markers = markers_of(request, tools, conversation, rules);
    const claude::Prompt prompt{conversation, call_ids, markers, settings};

    GatherBody body;
    openai::Problems problems;
    BlockWriter blocks(body, rules, problems);
    json::ObjectWriter writer(body.own());
    write_tools(writer, body, tools, markers, settings, conversation, rules);
    write_system(writer, body, blocks, prompt);
    write_messages(writer, body, blocks, prompt, rules, problems);
    write_inference_config(writer, settings, request.members.stop);
    write_model_fields(writer, request, rules, settings);
    write_output_config(writer, settings);
    if (!write_metadata(writer, request.members.metadata)) settings.dropped.emplace_back("metadata");
    if (!write_tier(writer, request.members.service_tier)) settings.dropped.emplace_back("service_tier");
    writer.close();
    if (!problems.empty()) return openai::invalid_request(std::move(problems));

    UpstreamRequest upstream;
    append_present(upstream.dropped, request.members, placeless_fields);
    upstream.dropped.insert(upstream.dropped.end(), settings.dropped.begin(), settings.dropped.end());
    std::move(body).finish(upstream);
    return upstream;
}

}  // namespace parley::providers::bedrock
