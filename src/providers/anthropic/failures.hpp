// failures.hpp: what Anthropic says when it fails, as a FailureClass.
#pragma once

#include "json/document.hpp"
#include "providers/failure_class.hpp"
#include "providers/provider.hpp"

namespace parley::providers::anthropic {

/// Reads a reply that is no answer: a status other than 2xx, or a 2xx whose body is an error or nothing usable. The body is
/// {"type": "error", "error": {"type", "message"}}, or whatever a proxy on the way has put in its place.
/// Source: Anthropic docs, "Errors".
UpstreamFailure classify_reply(const UpstreamReply& reply);

/// An `error` event of a stream, whose status has been 200 for long: its type stands for one.
UpstreamFailure classify_event(json::Value event);

/// The largest `max_tokens` that the model takes, when that is what a refusal names.
std::optional<std::int64_t> named_maximum(const UpstreamFailure& failure);

}  // namespace parley::providers::anthropic
