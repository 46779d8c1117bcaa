// failures.hpp: what Amazon Bedrock says when it fails, as a FailureClass.
#pragma once

#include <optional>
#include <string_view>

#include "json/document.hpp"
#include "providers/failure_class.hpp"
#include "providers/provider.hpp"

namespace parley::providers::bedrock {

/// The field of a reply's head that names the exception.
inline constexpr std::string_view error_type_field = "x-amzn-errortype";

/// Reads a reply that is no answer: a status other than 2xx, or a 2xx whose body is nothing usable. The exception's name stands in
/// the head ("ThrottlingException:http://..."), or in the body as `__type`; its text in the body as `message` or `Message`.
/// Source: Amazon Bedrock API reference, "Converse", Errors, and "Common errors".
UpstreamFailure classify_reply(const UpstreamReply& reply);

/// An exception in a stream, whose status has been 200 for long: its name stands for one.
UpstreamFailure classify_exception(std::string_view name, json::Value exception);
/// The same for an error without a body.
UpstreamFailure classify_named(std::string_view name, std::string_view message);

/// The largest `maxTokens` that the model takes, when that is what a refusal names.
std::optional<std::int64_t> named_maximum(const UpstreamFailure& failure);

}  // namespace parley::providers::bedrock
