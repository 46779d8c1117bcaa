// completion.hpp: the body of a whole answer, made from an OpenAI-shaped reply.
//
// The reply is spliced rather than rebuilt: what we own is written anew (ids, the public model, usage, timing), what
// the provider said is copied, unknown fields included.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "json/document.hpp"
#include "openai/events.hpp"
#include "openai/finish_reason.hpp"

namespace parley::openai {

struct CompletionFacts {
    std::string_view request_id;        // 36 characters of a UUID
    std::string_view model;             // the public id of the model that answered
    std::int64_t created = 0;           // seconds since 1970
    std::int64_t response_time_ns = 0;  // what the gateway took, in nanoseconds
    std::string_view request_echo;      // JSON: see append_request_echo
    int upstream_status = 200;
    StopWithCalls stop_with_calls = StopWithCalls::means_tool_calls;
    CallForm call_form = CallForm::tool_calls;
};

/// For the ledger.
struct CompletionSummary {
    std::optional<Usage> usage;                       // absent when the provider gave none that can be believed: the body then shows zeros
    FinishReason finish_reason = FinishReason::stop;  // of the first choice
    std::size_t output_bytes = 0;                     // text, reasoning and arguments, still escaped
};

/// Appends the body to `out`. Choices keep what they hold, and are made to keep the contract: finish_reason in OpenAI's
/// words with the provider's beside it, content null rather than absent, calls with an id and with arguments that are a
/// string, calls mirrored at choices[i].tool_calls, reasoning as reasoning_content and thinking whatever its spelling. A host's
/// `function_call` becomes a tool call, and the first tool call a `function_call` for callers who asked in those words.
///
/// Errors  upstream_error for a reply that is not a completion: no choices, a choice without a message, an `error`.
///         `out` is then as it was.
Result<CompletionSummary> append_completion(std::string& out, json::Value reply, const CompletionFacts& facts);

}  // namespace parley::openai
