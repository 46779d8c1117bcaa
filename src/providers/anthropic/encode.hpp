// encode.hpp: a caller's request as Anthropic's Messages API wants it.
#pragma once

#include <string_view>

#include "base/result.hpp"
#include "catalog/dialect_rules.hpp"
#include "catalog/model.hpp"
#include "openai/chat_request.hpp"
#include "providers/provider.hpp"

namespace parley::providers::anthropic {

/// From here on even a whole answer is asked for as a stream, for it may take longer than a connection may be silent.
/// Source: Anthropic docs, "Errors", "Long requests"; the number is ours.
inline constexpr std::int64_t whole_tokens_max = 16'000;

/// The two heads that a request may have.
struct Heads {
    std::string_view whole;
    std::string_view stream;
};

/// A body written anew: `model` is the target's name; the conversation as conversation.hpp walks it, then what settings.hpp has
/// settled. The caller's long texts are not copied. What the provider cannot be asked for is named in the result's `dropped`.
/// The heads are taken as they are and must outlive the result.
///
/// Errors  bad_request, with a problem for each: parts of messages that the model does not take, an answer that it does not go on
///         from, a conversation without text.
Result<UpstreamRequest> encode_request(const openai::ChatRequest& request, const catalog::Target& target,
                                       const catalog::DialectRules& rules, const Heads& heads);

}  // namespace parley::providers::anthropic
