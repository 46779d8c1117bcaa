// dialect_rules.hpp: how one host, or one family of its models, bends OpenAI's chat completions. Data:
// catalog/hosts.yaml says it for the hosts that Parley knows, `providers.NAME.rules` for the operator's own; the
// translator follows it.
//
// A default DialectRules is a host that takes everything as the caller wrote it, but for cache markers, and looks for
// reasoning where OpenAI does.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/anthropic_rules.hpp"
#include "catalog/bedrock_rules.hpp"
#include "catalog/gemini_rules.hpp"

namespace parley::catalog {

/// What an upstream calls the limit of the answer: OpenAI's newer models refuse the old name, many hosts do not know
/// the new one and would answer without any limit.
enum class MaxTokensField : std::uint8_t { max_tokens, max_completion_tokens };

/// The role under which an operator's instructions travel. `system` and `developer` mean the same; hosts differ in
/// which they know.
enum class SystemRole : std::uint8_t { as_sent, system, developer };

/// When temperature, top_p and logprobs may be sent. A model that reasons takes only its defaults, and some take one of the first
/// two.
enum class Sampling : std::uint8_t { always, never, when_effort_none, temperature_or_top_p };

/// OpenAI's words for how much a model thinks, from the least to the most: the order is what "the next higher" means.
enum class Effort : std::uint8_t { none, minimal, low, medium, high, xhigh, max };

/// Where a host looks for what a caller said with `reasoning_effort` or `reasoning`.
enum class ReasoningIn : std::uint8_t {
    reasoning_effort,   // OpenAI's own
    enable_thinking,    // DashScope: enable_thinking and thinking_budget, in tokens
    thinking,           // Moonshot, DeepSeek: {"type": "enabled" | "disabled"}
    reasoning_format,   // Qwen at Groq: reasoning_effort "none" or "default", with reasoning_format "parsed"
    as_sent,            // OpenRouter: understands both of the caller's fields
    thinking_budget,    // Claude up to 4.5: thinking with budget_tokens
    adaptive_thinking,  // Claude from 4.6: thinking of type adaptive, and output_config.effort
    nowhere,            // they are dropped
};

enum class ResponseFormat : std::uint8_t { text, json_object, json_schema };

/// How a host wants a schema: in OpenAI's form, or as {"type": "json_object", "schema": ...}.
enum class SchemaForm : std::uint8_t { json_schema, json_object };

/// What `tool_choice` may say. `any` is Mistral's word for `required`.
enum class ToolChoice : std::uint8_t { automatic, none, required, any, named, allowed_tools };

/// What stands for the content of an assistant's message that only calls tools: some hosts insist on null, others on an empty text.
enum class SilentContent : std::uint8_t { as_sent, nothing, empty_text };

/// How the credential is shown: `authorization: Bearer ...`, or in the dialect's own field: Azure's `api-key: ...`, Google's
/// `x-goog-api-key: ...`.
enum class Auth : std::uint8_t { bearer, api_key };

/// What to do about `<think>...</think>` in the content of an answer.
enum class ThinkTags : std::uint8_t {
    kept,
    split,         // an answer may open with the tag
    begin_inside,  // the prompt's template holds the opening tag: an answer begins with reasoning and closes it
};

/// What a host can be asked. What it cannot is dropped, except where that would change what the caller gets: more
/// choices than one, pictures, files and sound are refused.
struct Supports {
    bool n = true;  // more than one choice
    bool seed = true;
    bool penalties = true;  // frequency_penalty and presence_penalty
    bool logprobs = true;   // and top_logprobs
    bool logit_bias = true;
    bool parallel_tool_calls = true;
    bool stream_options = true;
    std::vector<ResponseFormat> response_format = {ResponseFormat::text, ResponseFormat::json_object, ResponseFormat::json_schema};
    std::vector<ToolChoice> tool_choice = {ToolChoice::automatic, ToolChoice::none, ToolChoice::required, ToolChoice::named,
                                           ToolChoice::allowed_tools};
    bool image_url = true;
    bool data_url_only = false;  // pictures by data URL alone: the host fetches none
    bool file = true;
    bool audio = true;

    bool operator==(const Supports&) const = default;
};

/// A plain value, shared by being part of the snapshot.
struct DialectRules {
    MaxTokensField max_tokens_field = MaxTokensField::max_tokens;
    SystemRole system_role = SystemRole::as_sent;
    Sampling sampling = Sampling::always;
    ReasoningIn reasoning_in = ReasoningIn::reasoning_effort;
    std::vector<Effort> efforts;             // ascending; empty: any word is passed on
    Effort default_effort = Effort::medium;  // of a request that names none; decides only about sampling
    Supports supports;
    SchemaForm schema_form = SchemaForm::json_schema;
    std::vector<std::string> drop_fields;              // of the request, beside what `supports` says
    std::map<std::string, std::string> rename_fields;  // the caller's name to the host's
    std::map<std::string, std::string> add_fields;     // text, where the caller sent no field of that name
    bool default_reasoning_off = false;                // who wishes nothing is given as little thinking as the model can do with
    bool auto_cache = false;                           // Claude's prompts are marked for caching where the caller marks nothing
    bool cache_control = false;                        // understood on parts, messages and tools; else cut there
    bool flat_text = false;                            // content that is nothing but text parts becomes one string
    bool one_system = false;                           // takes one message of instructions, and only as the first
    bool prefill = false;                              // an answer that the caller began is gone on with; so with prefill_prefix
    bool prefill_prefix = false;                       // an answer that the caller began is marked `prefix: true`
    bool moonshot_schemas = false;                     // schemas in Moonshot's flavour alone
    bool short_call_ids = false;                       // ids of calls are exactly nine letters and digits
    std::int64_t call_id_bytes_max = 0;                // longer ids of calls are refused; 0: none are
    bool reasoning_back = true;                        // an assistant's message may bring its reasoning_content back; else it is cut
    SilentContent silent_content = SilentContent::as_sent;
    bool json_word = false;             // JSON is no form of the answer unless a message speaks of it
    bool signed_calls = false;          // calls carry extra_content.google.thought_signature, and want it back
    bool audio_data_uri = false;        // input_audio.data is a data URI rather than bare base64
    bool declines_obfuscation = false;  // OpenAI pads its chunks unless told not to; others may refuse the option
    bool stop_is_kept = false;          // OpenAI itself says `stop` beside calls, and its clients know it
    bool done_required = false;         // an answer without [DONE] was cut, even if it gave a finish_reason
    ThinkTags think_tags = ThinkTags::kept;
    std::string cached_tokens_field;  // the field of the reply's head that counts cached prompt tokens; empty: usage says it
    Auth auth = Auth::bearer;
    AnthropicRules anthropic;
    BedrockRules bedrock;
    GeminiRules gemini;

    bool operator==(const DialectRules&) const = default;
};

/// The rules of the models whose upstream name matches a pattern (name_pattern.hpp).
struct FamilyRules {
    std::string match;
    DialectRules rules;

    bool operator==(const FamilyRules&) const = default;
};

/// Everything about a host that its translator must know.
struct HostRules {
    DialectRules rules;
    std::vector<FamilyRules> families;  // the first that matches counts; each is complete

    bool operator==(const HostRules&) const = default;
};

}  // namespace parley::catalog
