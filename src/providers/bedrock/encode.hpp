// encode.hpp: a caller's request as Amazon Bedrock's Converse API wants it.
#pragma once

#include "base/result.hpp"
#include "catalog/dialect_rules.hpp"
#include "openai/chat_request.hpp"
#include "providers/provider.hpp"

namespace parley::providers::bedrock {

/// The body, with everything but the head, which names the model and says whether the answer is streamed. The conversation as
/// conversation.hpp walks it, what claude/settings.hpp has settled, the rest in the model's own words (model_fields.hpp). The
/// caller's long texts are not copied. What the provider cannot be asked for is named in the result's `dropped`.
///
/// Errors  bad_request, with a problem for each: parts of messages that the model does not take, an answer that it does not go on
///         from, a conversation without text.
Result<UpstreamRequest> encode_body(const openai::ChatRequest& request, const catalog::DialectRules& rules);

}  // namespace parley::providers::bedrock
