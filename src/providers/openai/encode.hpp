// encode.hpp: a caller's request as an OpenAI-compatible upstream wants it: the caller's own bytes, with the few fields
// that must differ spliced.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "catalog/model.hpp"
#include "openai/chat_request.hpp"
#include "providers/provider.hpp"

namespace parley::providers::openai_dialect {

/// What an upstream calls the limit of the answer: OpenAI's newer models refuse the old name, many hosts do not know
/// the new one and would answer without any limit.
enum class MaxTokensField : std::uint8_t { max_tokens, max_completion_tokens };

struct BodyRules {
    MaxTokensField max_tokens_field = MaxTokensField::max_tokens;
    /// OpenAI pads its chunks with `obfuscation` of random length unless told not to; others may refuse the option.
    bool declines_obfuscation = false;
};

/// What differs from the caller's body:
/// - `model` is the target's name for it;
/// - cut: every field that is the gateway's own, everything that would name a destination or a credential, empty
/// `tools`;
/// - `prompt` becomes one user message, history items of older clients become messages;
/// - the answer's limit under the one name that the upstream knows, with its default if the caller gave none;
/// - a stream always asks for usage, so that the ledger knows it whether or not the caller cares.
/// Unknown fields pass. `head` is taken as it is and must outlive the result.
UpstreamRequest encode_request(const openai::ChatRequest& request, const catalog::Target& target,
                               const BodyRules& rules, std::string_view head);

}  // namespace parley::providers::openai_dialect
