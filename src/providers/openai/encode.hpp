// encode.hpp: a caller's request as an OpenAI-compatible upstream wants it: the caller's own bytes, with the few fields
// that must differ spliced.
#pragma once

#include <string_view>

#include "base/result.hpp"
#include "catalog/model.hpp"
#include "openai/chat_request.hpp"
#include "providers/openai/request_edit.hpp"
#include "providers/provider.hpp"

namespace parley::providers::openai_dialect {

/// What differs from the caller's body:
/// - `model` is the target's name for it;
/// - cut: every field that is the gateway's own, everything that would name a destination or a credential, empty
/// `tools`;
/// - `prompt` becomes one user message, the forms of older clients become today's (openai/older_forms.hpp);
/// - the answer's limit under the one name that the upstream knows, with its default if the caller gave none;
/// - a stream asks for usage wherever the host can be asked, so that the ledger knows it whether or not the caller
/// cares;
/// - whatever the host's rules say (catalog/dialect_rules.hpp). What was dropped for them is named in the result.
/// Unknown fields pass. `head` is taken as it is and must outlive the result.
///
/// Errors  bad_request, with a problem for each: parts of messages, and a number of choices, that the host cannot take.
/// Cost    one pass over the names of the body and of its messages; what stays is not copied.
Result<UpstreamRequest> encode_request(const openai::ChatRequest& request, const catalog::Target& target, const PreparedRules& prepared,
                                       std::string_view head);

}  // namespace parley::providers::openai_dialect
