// failures.hpp: what Gemini says when it fails, as a FailureClass.
//
// Source: google.rpc.Status and its details (google/rpc/error_details.proto); Gemini API docs, "Troubleshooting".
#pragma once

#include "json/document.hpp"
#include "providers/failure_class.hpp"
#include "providers/provider.hpp"

namespace parley::providers::gemini {

/// Reads a reply that is no answer: a status other than 2xx, or a 2xx whose body is an error or nothing usable. Streaming endpoints
/// wrap the error in a list. A body that is no JSON says no more than the status.
UpstreamFailure classify_reply(const UpstreamReply& reply);

/// Reads an error that came with status 200, within a stream or in place of an answer. `root` has a member `error`, or is a list
/// whose first element has one.
UpstreamFailure classify_in_stream(json::Value root);

}  // namespace parley::providers::gemini
