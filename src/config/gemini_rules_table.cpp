// gemini_rules_table.cpp: the table of `rules.gemini`.
#include "config/field_types.hpp"
#include "config/tables.hpp"

namespace parley::config {

const Table<catalog::GeminiRules>& gemini_rules_table() {
    using catalog::GeminiRules;
    using catalog::GeminiSchemas;
    using catalog::GeminiThinking;
    static const Table<GeminiRules> table{
        choice_field(
            "thinking", &GeminiRules::thinking,
            {Choice<GeminiThinking>{"level", GeminiThinking::level}, {"budget", GeminiThinking::budget}, {"none", GeminiThinking::none}},
            {}, "How the model is told how much to think: by one of `efforts`, by a number of tokens, or not at all."),
        count_field("thinking_budget_min", &GeminiRules::thinking_budget_min, {0, max_tokens_most}, "The least such number."),
        count_field("thinking_budget_max", &GeminiRules::thinking_budget_max, {0, max_tokens_most},
                    "The greatest, which `xhigh` and `max` mean."),
        flag_field("thinking_can_be_off", &GeminiRules::thinking_can_be_off,
                   "Whether a budget of 0 is taken, whatever the least one is. Otherwise `none` means the least."),
        flag_field("thoughts", &GeminiRules::thoughts, "Ask for the reasoning's text where the caller asked for reasoning."),
        choice_field("schemas", &GeminiRules::schemas,
                     {Choice<GeminiSchemas>{"json_schema", GeminiSchemas::json_schema}, {"open_api", GeminiSchemas::open_api}}, {},
                     "How schemas are written: as JSON Schema, or in the part of OpenAPI's that older models take."),
        flag_field("schema_with_tools", &GeminiRules::schema_with_tools,
                   "Whether the answer's form may be asked for while there are tools. Otherwise it is asked for in words."),
        flag_field("system_instruction", &GeminiRules::system_instruction,
                   "Whether instructions have a place of their own. Otherwise they open the first turn."),
        flag_field("signatures_required", &GeminiRules::signatures_required,
                   "Whether earlier calls must come back with their thought signatures. Where one is missing, the request says so."),
        flag_field("call_ids", &GeminiRules::call_ids, "Whether ids of calls are taken."),
        count_field("output_tokens_max", &GeminiRules::output_tokens_max, {1, max_tokens_most},
                    "The longest answer, thinking included. A budget for thinking is added to the caller's limit up to here."),
    };
    return table;
}

}  // namespace parley::config
