#include "providers/anthropic/mend.hpp"

#include <string_view>

#include "providers/anthropic/failures.hpp"

namespace parley::providers::anthropic {
namespace {

bool says(const UpstreamFailure& failure, std::string_view text) { return failure.message.find(text) != std::string::npos; }

/// "Compiled grammar is too large", "output_config: Extra inputs are not permitted", a schema that cannot be compiled.
bool is_about_schema(const UpstreamFailure& failure) {
    return failure.param == "output_config" || failure.param == "output_format" || says(failure, "grammar");
}

bool is_about_thinking(const UpstreamFailure& failure) {
    return failure.param == "thinking" || says(failure, "thinking") || says(failure, "effort");
}

bool is_about_sampling(const UpstreamFailure& failure) {
    return failure.param == "temperature" || failure.param == "top_p" || failure.param == "top_k";
}

}  // namespace

std::optional<catalog::DialectRules> mended_rules(const catalog::DialectRules& rules, const UpstreamFailure& failure) {
    const bool may_be_grammar = failure.failure == FailureClass::overloaded && says(failure, "grammar");
    if (failure.failure != FailureClass::caller_fault && !may_be_grammar) return std::nullopt;
    catalog::DialectRules mended = rules;
    if (const std::optional<std::int64_t> maximum = named_maximum(failure)) {
        mended.anthropic.output_tokens_max = *maximum;
    } else if (is_about_thinking(failure)) {
        mended.reasoning_in = catalog::ReasoningIn::nowhere;
    } else if (is_about_sampling(failure)) {
        mended.sampling = catalog::Sampling::never;
    } else if (is_about_schema(failure)) {
        mended.supports.response_format.clear();
    } else {
        return std::nullopt;
    }
    return mended;
}

}  // namespace parley::providers::anthropic
