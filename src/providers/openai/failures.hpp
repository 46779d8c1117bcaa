// failures.hpp: what OpenAI and the hosts that imitate it say when they fail, as a FailureClass.
#pragma once

#include "json/document.hpp"
#include "providers/failure_class.hpp"
#include "providers/provider.hpp"

namespace parley::providers::openai_dialect {

/// Reads a reply that is no answer: a status other than 2xx, or a 2xx whose body is an error or nothing usable. The
/// body may be JSON of any of the shapes seen in the wild, HTML, plain text or empty.
UpstreamFailure classify_reply(const UpstreamReply& reply);

/// Whether a chunk or a whole reply of status 200 is an error in disguise: a top-level `error` that is not null, or
/// Groq's x_groq.error; also within an array.
bool has_error(json::Value root);

/// Reads such an error, or the data of an `event: error`.
UpstreamFailure classify_in_stream(json::Value root);

}  // namespace parley::providers::openai_dialect
