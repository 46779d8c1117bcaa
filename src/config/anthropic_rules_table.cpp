// anthropic_rules_table.cpp: the table of `rules.anthropic`.
#include "config/list_field_types.hpp"
#include "config/tables.hpp"
#include "config/text_checks.hpp"

namespace parley::config {

const Table<catalog::AnthropicRules>& anthropic_rules_table() {
    using catalog::AnthropicPlace;
    using catalog::AnthropicRules;
    static const Table<AnthropicRules> table{
        choice_field("place", &AnthropicRules::place,
                     {Choice<AnthropicPlace>{"anthropic", AnthropicPlace::anthropic}, {"vertex", AnthropicPlace::vertex}}, {},
                     "Whose endpoint it is: `vertex` has the model in the path and the version in the body."),
        flag_field("prefill", &AnthropicRules::prefill,
                   "Whether the model goes on from an assistant's message at the end; refused otherwise."),
        count_field("output_tokens_max", &AnthropicRules::output_tokens_max, {0, max_tokens_most},
                    "The longest answer in tokens, thoughts included; 0: not known."),
        text_list_field("betas", &AnthropicRules::betas, {0, rule_fields_max}, name_bytes_max, check_name,
                        "Names for the header `anthropic-beta`."),
    };
    return table;
}

}  // namespace parley::config
