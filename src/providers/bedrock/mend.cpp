#include "providers/bedrock/mend.hpp"

#include <string_view>

#include "providers/bedrock/failures.hpp"

namespace parley::providers::bedrock {
namespace {

bool says(const UpstreamFailure& failure, std::string_view text) { return failure.message.find(text) != std::string::npos; }

/// "This model doesn't support the toolConfig.toolChoice.any field."
bool is_about_choice(const UpstreamFailure& failure) { return says(failure, "toolChoice") || says(failure, "tool_choice"); }

bool is_about_thinking(const UpstreamFailure& failure) {
    return says(failure, "thinking") || says(failure, "effort") || says(failure, "reasoning");
}

bool is_about_schema(const UpstreamFailure& failure) {
    return says(failure, "outputConfig") || says(failure, "output_config.format") || says(failure, "grammar");
}

bool is_about_sampling(const UpstreamFailure& failure) {
    return says(failure, "temperature") || says(failure, "top_p") || says(failure, "topP") || says(failure, "top_k");
}

/// "... does not support prompt caching", "extraneous key [cachePoint] is not permitted"
bool is_about_caching(const UpstreamFailure& failure) { return says(failure, "cachePoint") || says(failure, "caching"); }

}  // namespace

std::optional<catalog::DialectRules> mended_rules(const catalog::DialectRules& rules, const UpstreamFailure& failure) {
    if (failure.failure != FailureClass::caller_fault) return std::nullopt;
    catalog::DialectRules mended = rules;
    if (const std::optional<std::int64_t> maximum = named_maximum(failure)) {
        mended.anthropic.output_tokens_max = *maximum;
    } else if (is_about_caching(failure)) {
        mended.cache_control = false;
    } else if (is_about_schema(failure)) {
        mended.supports.response_format.clear();
    } else if (is_about_choice(failure)) {
        mended.supports.tool_choice = {catalog::ToolChoice::automatic, catalog::ToolChoice::none};
    } else if (is_about_thinking(failure)) {
        mended.reasoning_in = catalog::ReasoningIn::nowhere;
    } else if (is_about_sampling(failure)) {
        mended.sampling = catalog::Sampling::never;
    } else {
        return std::nullopt;
    }
    return mended;
}

}  // namespace parley::providers::bedrock
