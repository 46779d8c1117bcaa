// whole_answer.hpp: the end of a request whose answer is not a stream.
#pragma once

#include <string_view>

#include "exchange/exchange_context.hpp"

namespace parley::exchange {

/// Sends the body with what it costs, once the request's entry is in the journal, or the error in its place. Nothing where the caller has
/// left. The body may lie in a buffer of the thread's: it is kept while the disk is waited for. An error outlives the task.
Task<> answer_or_refuse(ExchangeContext& context, const Result<std::string_view>& body);

}  // namespace parley::exchange
