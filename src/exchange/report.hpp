// report.hpp: what is said of a request once it has ended: its outcome, counted, and its line in the log.
#pragma once

#include <string_view>

#include "exchange/exchange_context.hpp"
#include "observe/log.hpp"

namespace parley::exchange {

/// For every request whose head was read.
///
/// route    as the table of routes has it; empty where none was found
/// usually  the level of its line, when it did not fail
void report(ExchangeContext& context, std::string_view route, observe::Level usually);

/// For a request that the codec refused before there was an exchange.
void report_refusal(ThreadServices& services, const config::Log& log, std::string_view request_id, int status);

/// For a chat completion: outcome, status and tokens by model. Requests without a known model count as `other`.
void count_by_model(ExchangeContext& context);

}  // namespace parley::exchange
