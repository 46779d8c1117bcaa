// rate_limit.hpp: the request limit of whoever asks, counted, and told in the answer's fields.
#pragma once

#include <optional>

#include "exchange/exchange_context.hpp"

namespace parley::exchange {

/// Counts one request for the model. The limit is the key's own, counted for the key alone, or else that of the configuration,
/// counted for the account; 0 means none, and costs nothing. Every answer after this carries the `x-ratelimit-*` fields.
///
/// Errors  ErrorKind::rate_limited, with the seconds until the window ends.
/// Source  AssemblyAI docs, "Rate limits": the fields, the text of the error.
std::optional<Error> count_against_limit(ExchangeContext& context, std::string_view model_id);

/// Counts one request for what is in a transcript: the account's, whichever model is asked. The fields name the service and the feature.
///
/// Errors  as above.
/// Source  AssemblyAI docs, "Speech understanding", rate limits.
std::optional<Error> count_understanding(ExchangeContext& context);

}  // namespace parley::exchange
