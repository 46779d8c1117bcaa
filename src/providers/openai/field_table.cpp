#include "providers/openai/field_table.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include "base/same_bytes.hpp"

namespace parley::providers::openai_dialect {
namespace {

/// Never sent on. The first group is ours and would be refused or misread; the second would let a request choose where
/// it goes or whose credential pays for it.
// clang-format off
constexpr auto denied_fields = std::to_array<std::string_view>({
    "transcript_id",     "transcript",
    "transcript_format", "transcript_window",
    "cite",
    "fallbacks",         "fallback_config",
    "model_region",      "zero_data_retention",
    "cache_control",     "post_processing_steps",
    "api_key",           "api_base",
    "base_url",          "provider",
    "user_config",
});
// clang-format on

struct NamedField {
    std::string_view name;
    RequestField field;
};

constexpr std::array fields_with_rules = {
    NamedField{"temperature", RequestField::sampling},
    NamedField{"top_p", RequestField::sampling},
    NamedField{"logprobs", RequestField::sampling},
    NamedField{"model", RequestField::model},
    NamedField{"prompt", RequestField::prompt},
    NamedField{"max_tokens", RequestField::max_tokens},
    NamedField{"max_completion_tokens", RequestField::max_completion_tokens},
    NamedField{"stream", RequestField::stream},
    NamedField{"stream_options", RequestField::stream_options},
    NamedField{"n", RequestField::n},
    NamedField{"functions", RequestField::functions},
    NamedField{"function_call", RequestField::function_call},
    NamedField{"tools", RequestField::tools},
    NamedField{"tool_choice", RequestField::tool_choice},
    NamedField{"parallel_tool_calls", RequestField::parallel_tool_calls},
    NamedField{"response_format", RequestField::response_format},
    NamedField{"reasoning", RequestField::reasoning},
    NamedField{"reasoning_effort", RequestField::reasoning_effort},
};

std::vector<std::string_view> unsupported_fields(const catalog::Supports& supports) {
    std::vector<std::string_view> fields;
    const auto add_unless = [&fields](bool supported, std::initializer_list<std::string_view> names) {
        if (!supported) fields.insert(fields.end(), names);
    };
    add_unless(supports.seed, {"seed"});
    add_unless(supports.penalties, {"frequency_penalty", "presence_penalty"});
    add_unless(supports.logprobs, {"logprobs", "top_logprobs"});
    add_unless(supports.logit_bias, {"logit_bias"});
    add_unless(supports.parallel_tool_calls, {"parallel_tool_calls"});
    return fields;
}

}  // namespace

FieldTable::FieldTable(const catalog::DialectRules& rules) {
    for (const NamedField& named : fields_with_rules) set(named.name, named.field);
    for (const std::string_view name : unsupported_fields(rules.supports)) set(name, RequestField::dropped);
    for (const auto& [name, unused] : rules.rename_fields) set(name, RequestField::renamed);
    for (const std::string& name : rules.drop_fields) set(name, RequestField::dropped);
    for (const std::string_view name : denied_fields) set(name, RequestField::denied);

    const auto bits = static_cast<unsigned>(std::bit_width(4 * entries_.size()));  // mostly empty: few strangers are compared
    slots_.resize(std::size_t{1} << bits);
    shift_ = 32 - bits;
    for (std::size_t at = 0; at < entries_.size(); ++at) {
        std::size_t slot = json::name_hash(entries_[at].name) >> shift_;
        while (slots_[slot] != 0) slot = (slot + 1) & (slots_.size() - 1);
        slots_[slot] = static_cast<std::uint16_t>(at + 1);
    }
}

void FieldTable::set(std::string_view name, RequestField field) {
    const auto same = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) { return entry.name == name; });
    if (same != entries_.end()) {
        same->field = field;
    } else {
        entries_.push_back({std::string(name), field});
    }
}

RequestField FieldTable::find(std::string_view name, std::uint32_t hash) const {
    for (std::size_t slot = hash >> shift_; slots_[slot] != 0; slot = (slot + 1) & (slots_.size() - 1)) {
        const Entry& entry = entries_[slots_[slot] - 1u];
        if (parley::same_bytes(entry.name, name)) return entry.field;
    }
    return RequestField::passed;
}

}  // namespace parley::providers::openai_dialect
