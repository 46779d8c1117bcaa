#include "providers/anthropic/encode.hpp"

#include <array>
#include <utility>

#include "openai/older_forms.hpp"
#include "providers/anthropic/user_id.hpp"
#include "providers/anthropic/write_messages.hpp"
#include "providers/anthropic/write_tools.hpp"
#include "providers/claude/call_ids.hpp"
#include "providers/claude/write_schema.hpp"
#include "providers/placeless_fields.hpp"
#include "providers/reasoning_wish.hpp"

namespace parley::providers::anthropic {
namespace {

using Thinking = claude::Settings::Thinking;
using openai::RequestMembers;

/// Where the path names the model. Source: Vertex AI docs, "Request predictions with Claude models".
constexpr std::string_view vertex_version = "vertex-2023-10-16";

/// What Anthropic has no place for. `n` is not here: more than one choice is refused before anybody is asked.
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
    NamedField{"metadata", &RequestMembers::metadata},
    NamedField{"store", &RequestMembers::store},
};

void write_output_config(json::ObjectWriter& writer, const claude::Settings& settings) {
    const bool has_schema = settings.form == claude::Settings::Form::schema;
    if (!settings.effort && !has_schema) return;
    json::ObjectWriter config(writer.key("output_config"));
    if (settings.effort) config.string("effort", to_word(*settings.effort));
    if (has_schema) {
        json::ObjectWriter format(config.key("format"));
        format.string("type", "json_schema");
        claude::append_schema(format.key("schema"), settings.schema);
        format.close();
    }
    config.close();
}

/// Anthropic's scale ends at 1; what is warmer is as warm as can be.
void write_sampling(json::ObjectWriter& writer, const claude::Settings& settings) {
    if (settings.temperature) {
        const bool is_warmer = settings.temperature.number().value_or(0) > 1;
        writer.raw("temperature", is_warmer ? "1" : settings.temperature.raw());
    }
    if (settings.top_p) writer.raw("top_p", settings.top_p.raw());
    if (settings.top_k) writer.raw("top_k", settings.top_k.raw());
}

void write_user(json::ObjectWriter& writer, const RequestMembers& members) {
    const json::Value user = members.safety_identifier.is(json::Kind::string) ? members.safety_identifier : members.user;
    if (!user.is(json::Kind::string) || user.escaped().empty()) return;
    json::ObjectWriter metadata(writer.key("metadata"));
    metadata.string("user_id", anonymous_user_id(user.string()));
    metadata.close();
}

/// False for a tier that Anthropic has no word for.
bool write_tier(json::ObjectWriter& writer, json::Value tier) {
    if (tier.is_missing()) return true;
    if (tier.equals("auto")) writer.string("service_tier", "auto");
    if (tier.equals("default")) writer.string("service_tier", "standard_only");
    return tier.equals("auto") || tier.equals("default");
}

/// Views into a body that will be gone must not be left behind.
Result<UpstreamRequest> encode_older(const std::string& body, const openai::ChatRequest& request, const catalog::Target& target,
                                     const catalog::DialectRules& rules, const Heads& heads) {
    openai::ChatRequest rewritten;
    if (const auto error = openai::read_chat_request(body, rewritten)) return *error;
    rewritten.default_max_tokens = request.default_max_tokens;
    rewritten.upstream_streams = request.upstream_streams;
    const Result<UpstreamRequest> encoded = encode_request(rewritten, target, rules, heads);
    if (!encoded) return encoded.error();
    return own_whole(*encoded);
}

}  // namespace

Result<UpstreamRequest> encode_request(const openai::ChatRequest& request, const catalog::Target& target,
                                       const catalog::DialectRules& rules, const Heads& heads) {
    if (const auto body = openai::rewrite_older_forms(request.document)) return encode_older(*body, request, target, rules, heads);
    const Conversation conversation = read_conversation(request);
    claude::Settings settings = claude::settle(request, conversation, rules);
    const std::vector<json::Value> tools = shown_tools(request);
    const std::vector<std::string> call_ids = claude::make_call_ids(conversation.calls);
    const claude::CacheMarkers markers({tools, conversation.instructions, claude::pieces_of(conversation), rules.auto_cache},
                                       request.members.cache_control);
    const claude::Prompt prompt{conversation, call_ids, markers, settings};
    const bool streams = request.upstream_streams || settings.max_tokens > whole_tokens_max;

    GatherBody body;
    openai::Problems problems;
    BlockWriter blocks(body, rules, problems);
    json::ObjectWriter writer(body.own());
    if (rules.anthropic.place == catalog::AnthropicPlace::vertex) {
        writer.string("anthropic_version", vertex_version);
    } else {
        writer.string("model", target.model);
    }
    writer.integer("max_tokens", settings.max_tokens);
    if (streams) writer.boolean("stream", true);
    write_tools(writer, body, tools, markers, settings, conversation);
    write_system(writer, body, blocks, prompt);
    write_messages(writer, body, blocks, prompt, rules, problems);
    if (settings.thinking != Thinking::unsaid) claude::append_thinking(writer.key("thinking"), settings);
    write_output_config(writer, settings);
    write_sampling(writer, settings);
    if (const std::string stop = claude::printed_stop(request.members.stop); !stop.empty()) writer.raw("stop_sequences", stop);
    write_user(writer, request.members);
    if (!write_tier(writer, request.members.service_tier)) settings.dropped.emplace_back("service_tier");
    writer.close();
    if (!problems.empty()) return openai::invalid_request(std::move(problems));

    UpstreamRequest upstream;
    upstream.head = streams ? heads.stream : heads.whole;
    append_present(upstream.dropped, request.members, placeless_fields);
    upstream.dropped.insert(upstream.dropped.end(), settings.dropped.begin(), settings.dropped.end());
    std::move(body).finish(upstream);
    return upstream;
}

}  // namespace parley::providers::anthropic
