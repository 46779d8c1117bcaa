// encode.hpp: a caller's request as generateContent wants it.
#pragma once

#include "base/result.hpp"
#include "catalog/dialect_rules.hpp"
#include "openai/chat_request.hpp"
#include "providers/gemini/draft.hpp"
#include "providers/provider.hpp"

namespace parley::providers::gemini {

/// The body, with everything but the head. Nothing of the caller's passes that is not known: the provider refuses unknown names.
///
/// Errors  bad_request, with a problem for each: pieces of messages and tools that the provider cannot take.
/// Cost    one pass over the request; long texts and media are slices of it.
Result<UpstreamRequest> encode_body(const openai::ChatRequest& request, const catalog::DialectRules& rules, const Repairs& repairs = {});

}  // namespace parley::providers::gemini
