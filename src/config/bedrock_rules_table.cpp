// bedrock_rules_table.cpp: the table of `rules.bedrock`.
#include "config/field_types.hpp"
#include "config/tables.hpp"

namespace parley::config {

const Table<catalog::BedrockRules>& bedrock_rules_table() {
    using catalog::BedrockFields;
    using catalog::BedrockRules;
    static const Table<BedrockRules> table{
        choice_field("fields", &BedrockRules::fields,
                     {Choice<BedrockFields>{"none", BedrockFields::none}, {"claude", BedrockFields::claude}, {"nova", BedrockFields::nova}},
                     {}, "In whose words the model is asked for what Converse has no words for."),
        flag_field("result_status", &BedrockRules::result_status, "Whether the model is told that a tool has failed."),
        flag_field("long_cache", &BedrockRules::long_cache, "Whether prompts can be cached for an hour."),
    };
    return table;
}

}  // namespace parley::config
