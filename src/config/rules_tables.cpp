// rules_tables.cpp: the tables of `rules` and of its `supports`, for catalog/hosts.yaml and for the operator's
// providers.
#include "config/list_field_types.hpp"
#include "config/tables.hpp"
#include "config/text_checks.hpp"

namespace parley::config {
namespace {

using catalog::DialectRules;
using catalog::Supports;

constexpr Bounds<std::size_t> any_fields{0, rule_fields_max};
constexpr std::uint64_t call_id_bytes_most = 1024;

Field<DialectRules> max_tokens_field() {
    using catalog::MaxTokensField;
    return choice_field("max_tokens_field", &DialectRules::max_tokens_field,
                        {Choice<MaxTokensField>{"max_tokens", MaxTokensField::max_tokens},
                         {"max_completion_tokens", MaxTokensField::max_completion_tokens}},
                        {}, "The one name that the host knows for the answer's limit.");
}

Field<DialectRules> system_role_field() {
    using catalog::SystemRole;
    return choice_field(
        "system_role", &DialectRules::system_role,
        {Choice<SystemRole>{"as_sent", SystemRole::as_sent}, {"system", SystemRole::system}, {"developer", SystemRole::developer}}, {},
        "The role under which instructions travel, whichever the caller wrote.");
}

Field<DialectRules> sampling_field() {
    using catalog::Sampling;
    return choice_field("sampling", &DialectRules::sampling,
                        {Choice<Sampling>{"always", Sampling::always},
                         {"never", Sampling::never},
                         {"when_effort_none", Sampling::when_effort_none},
                         {"temperature_or_top_p", Sampling::temperature_or_top_p}},
                        {},
                        "When `temperature`, `top_p` and `logprobs` are sent. `temperature_or_top_p`: of the two only the first "
                        "that was given.");
}

Field<DialectRules> reasoning_in_field() {
    using catalog::ReasoningIn;
    return choice_field("reasoning_in", &DialectRules::reasoning_in,
                        {Choice<ReasoningIn>{"reasoning_effort", ReasoningIn::reasoning_effort},
                         {"enable_thinking", ReasoningIn::enable_thinking},
                         {"thinking", ReasoningIn::thinking},
                         {"reasoning_format", ReasoningIn::reasoning_format},
                         {"as_sent", ReasoningIn::as_sent},
                         {"thinking_budget", ReasoningIn::thinking_budget},
                         {"adaptive_thinking", ReasoningIn::adaptive_thinking},
                         {"nowhere", ReasoningIn::nowhere}},
                        {},
                        "Where the host looks for `reasoning` and `reasoning_effort`. `enable_thinking` comes with a "
                        "budget in tokens, `thinking` is an object that says enabled or disabled. `thinking_budget` and "
                        "`adaptive_thinking` are Anthropic's.");
}

std::vector<Choice<catalog::Effort>> effort_words() {
    using catalog::Effort;
    return {{"none", Effort::none}, {"minimal", Effort::minimal}, {"low", Effort::low}, {"medium", Effort::medium},
            {"high", Effort::high}, {"xhigh", Effort::xhigh},     {"max", Effort::max}};
}

Field<DialectRules> think_tags_field() {
    using catalog::ThinkTags;
    return choice_field(
        "think_tags", &DialectRules::think_tags,
        {Choice<ThinkTags>{"kept", ThinkTags::kept}, {"split", ThinkTags::split}, {"begin_inside", ThinkTags::begin_inside}}, {},
        "What becomes of `<think>` in content: kept there, or split off as reasoning where an answer "
        "opens with it (`split`) or begins behind it (`begin_inside`).");
}

Field<DialectRules> silent_content_field() {
    using catalog::SilentContent;
    return choice_field("silent_content", &DialectRules::silent_content,
                        {Choice<SilentContent>{"as_sent", SilentContent::as_sent},
                         {"nothing", SilentContent::nothing},
                         {"empty_text", SilentContent::empty_text}},
                        {}, "What stands for the content of an assistant's message that only calls tools; `nothing` is null.");
}

Field<DialectRules> schema_form_field() {
    using catalog::SchemaForm;
    return choice_field("schema_form", &DialectRules::schema_form,
                        {Choice<SchemaForm>{"json_schema", SchemaForm::json_schema}, {"json_object", SchemaForm::json_object}}, {},
                        "How a schema is sent: as OpenAI's `json_schema`, or beside `\"type\": \"json_object\"`.");
}

Field<DialectRules> auth_field() {
    using catalog::Auth;
    return choice_field(
        "auth", &DialectRules::auth, {Choice<Auth>{"bearer", Auth::bearer}, {"api_key", Auth::api_key}}, {},
        "How the credential is shown: `authorization: Bearer`, or a header of the dialect's own (`api-key`, `x-goog-api-key`).");
}

Field<Supports> response_format_field() {
    using catalog::ResponseFormat;
    return choice_list_field("response_format", &Supports::response_format,
                             {Choice<ResponseFormat>{"text", ResponseFormat::text},
                              {"json_object", ResponseFormat::json_object},
                              {"json_schema", ResponseFormat::json_schema}},
                             "A schema becomes `json_object` where that is all there is; what is not known is dropped.");
}

Field<Supports> tool_choice_field() {
    using catalog::ToolChoice;
    return choice_list_field("tool_choice", &Supports::tool_choice,
                             {Choice<ToolChoice>{"auto", ToolChoice::automatic},
                              {"none", ToolChoice::none},
                              {"required", ToolChoice::required},
                              {"any", ToolChoice::any},
                              {"named", ToolChoice::named},
                              {"allowed_tools", ToolChoice::allowed_tools}},
                             "Without `none` the tools are dropped in its place; `required` becomes `any` or `auto`.");
}

}  // namespace

const Table<DialectRules>& rules_table() {
    static const Table<DialectRules> table{
        max_tokens_field(),
        system_role_field(),
        sampling_field(),
        reasoning_in_field(),
        described("any", choice_list_field("efforts", &DialectRules::efforts, effort_words(),
                                           "The efforts that the model knows. Others become the next higher one, "
                                           "`none` and `minimal` the lowest.")),
        choice_field("default_effort", &DialectRules::default_effort, effort_words(), {},
                     "The effort of a request that names none; it decides about `sampling` only."),
        flag_field("default_reasoning_off", &DialectRules::default_reasoning_off,
                   "Ask for as little reasoning as the model can do with where the caller asks for none: the first word comes sooner."),
        part_field("supports", &DialectRules::supports, supports_table(), "What the host can be asked."),
        schema_form_field(),
        text_list_field("drop_fields", &DialectRules::drop_fields, any_fields, name_bytes_max, check_name,
                        "Fields of a request that are dropped."),
        text_map_field("rename_fields", &DialectRules::rename_fields, any_fields, name_bytes_max, check_name,
                       "Fields of a request that have another name there: `{seed: random_seed}`."),
        text_map_field("add_fields", &DialectRules::add_fields, any_fields, name_bytes_max, check_name,
                       "Texts that are added where the caller sent no field of that name."),
        flag_field("cache_control", &DialectRules::cache_control, "Whether `cache_control` is passed on within messages and tools."),
        flag_field("auto_cache", &DialectRules::auto_cache,
                   "In Anthropic's and Bedrock's dialects: where the caller marks nothing for caching, mark the end of the instructions "
                   "and the end of the user's last turn."),
        flag_field("flat_text", &DialectRules::flat_text, "Join content that is nothing but text parts into one text."),
        flag_field("one_system", &DialectRules::one_system, "Join all instructions of a conversation into one message, at its beginning."),
        flag_field(
            "prefill", &DialectRules::prefill,
            "Whether the model goes on, word for word, from a last message of the assistant. A broken stream is then resumed in that way."),
        flag_field("prefill_prefix", &DialectRules::prefill_prefix,
                   "Mark an answer that the caller began, a last message of the assistant, with `prefix: true`."),
        flag_field("moonshot_schemas", &DialectRules::moonshot_schemas,
                   "Bend the schemas of tools and answers to what Moonshot takes: no `type` beside `anyOf`, no list of `items`, no "
                   "`$schema`, an object outermost."),
        flag_field("short_call_ids", &DialectRules::short_call_ids,
                   "Give tool calls of the history ids of nine letters and digits, the only ones that the host takes."),
        count_field("call_id_bytes_max", &DialectRules::call_id_bytes_max, {0, call_id_bytes_most},
                    "The longest id of a tool call that the host takes; longer ones of the history are shortened. 0: any."),
        flag_field("reasoning_back", &DialectRules::reasoning_back,
                   "Whether messages of the assistant may bring their `reasoning_content` back; otherwise it is cut there."),
        silent_content_field(),
        flag_field("json_word", &DialectRules::json_word,
                   "The host takes `json_object` only where a message holds the word JSON: where none does, a sentence with it is added."),
        flag_field("signed_calls", &DialectRules::signed_calls,
                   "Give calls of the history the signature of the model's thoughts back, as `extra_content.google.thought_signature`."),
        flag_field("audio_data_uri", &DialectRules::audio_data_uri, "Send audio as a data URI rather than bare base64."),
        flag_field("declines_obfuscation", &DialectRules::declines_obfuscation, "Ask for chunks without padding, which OpenAI adds."),
        flag_field("stop_is_kept", &DialectRules::stop_is_kept,
                   "Pass on `stop` as the reason of an answer with tool calls, rather than say `tool_calls`."),
        flag_field("done_required", &DialectRules::done_required,
                   "Take a stream without `[DONE]` for cut, even if it gave a finish reason."),
        think_tags_field(),
        text_field("cached_tokens_field", &DialectRules::cached_tokens_field, name_bytes_max, "name", check_name,
                   "The header field of a reply that counts cached prompt tokens, where usage does not."),
        auth_field(),
        part_field("anthropic", &DialectRules::anthropic, anthropic_rules_table(), "For Anthropic's dialect alone."),
        part_field("bedrock", &DialectRules::bedrock, bedrock_rules_table(), "For Amazon Bedrock's dialect alone."),
        part_field("gemini", &DialectRules::gemini, gemini_rules_table(), "For Gemini's dialect alone."),
    };
    return table;
}

const Table<Supports>& supports_table() {
    static const Table<Supports> table{
        flag_field("n", &Supports::n, "More than one choice; refused otherwise."),
        flag_field("seed", &Supports::seed, "`seed`."),
        flag_field("penalties", &Supports::penalties, "`frequency_penalty` and `presence_penalty`."),
        flag_field("logprobs", &Supports::logprobs, "`logprobs` and `top_logprobs`."),
        flag_field("logit_bias", &Supports::logit_bias, "`logit_bias`."),
        flag_field("parallel_tool_calls", &Supports::parallel_tool_calls, "`parallel_tool_calls`."),
        flag_field("stream_options", &Supports::stream_options, "`stream_options`, with which a stream is asked for usage."),
        response_format_field(),
        tool_choice_field(),
        flag_field("image_url", &Supports::image_url, "Pictures; refused otherwise."),
        flag_field("data_url_only", &Supports::data_url_only, "Pictures by data URL alone; others are refused."),
        flag_field("file", &Supports::file, "Files; refused otherwise."),
        flag_field("audio", &Supports::audio, "Sound; refused otherwise."),
    };
    return table;
}

}  // namespace parley::config
