#include "providers/openai/mend.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace parley::providers::openai_dialect {
namespace {

constexpr std::array sampling_fields = {
    std::string_view("temperature"),      std::string_view("top_p"),    std::string_view("frequency_penalty"),
    std::string_view("presence_penalty"), std::string_view("logprobs"), std::string_view("top_logprobs"),
    std::string_view("logit_bias"),       std::string_view("seed"),     std::string_view("stop"),
};

/// Fields that can go without taking the request's meaning with them, but not unasked.
constexpr std::array lone_fields = {std::string_view("parallel_tool_calls"), std::string_view("reasoning_effort")};

template <std::size_t Size>
bool is_one_of(const std::array<std::string_view, Size>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

std::optional<catalog::DialectRules> mended_rules(const catalog::DialectRules& rules, const UpstreamFailure& failure) {
    using catalog::MaxTokensField;
    if (failure.code != "unsupported_parameter" && failure.code != "unsupported_value") return std::nullopt;
    const std::string_view param = failure.param;
    const bool is_limit = param == "max_tokens" || param == "max_completion_tokens";
    if (!is_limit && !is_one_of(sampling_fields, param) && !is_one_of(lone_fields, param)) return std::nullopt;

    catalog::DialectRules mended = rules;
    if (is_limit) {
        mended.max_tokens_field = param == "max_tokens" ? MaxTokensField::max_completion_tokens : MaxTokensField::max_tokens;
    } else if (param == "reasoning_effort") {
        mended.reasoning_in = catalog::ReasoningIn::nowhere;
    } else if (param == "parallel_tool_calls") {
        mended.supports.parallel_tool_calls = false;
    }
    mended.drop_fields.insert(mended.drop_fields.end(), sampling_fields.begin(), sampling_fields.end());
    return mended;
}

}  // namespace parley::providers::openai_dialect
