// plain_refusal.hpp: errors in the form of AssemblyAI's /v2 API: {"error":"..."}.
//
// Source: AssemblyAI API reference, "Errors".
#pragma once

#include <string>
#include <string_view>

#include "exchange/exchange_context.hpp"

namespace parley::server {

/// Whether clients of that API ask for the path, be there such a route or not.
bool is_plain_path(std::string_view path);

/// Answers with an error as exchange::refuse() does. Clients of that API read one text: the message, and what was wrong.
///
/// allow  for a 405: the methods that the path has; empty otherwise
Task<> refuse_plainly(exchange::ExchangeContext& context, const Error& error, std::string allow = {});

}  // namespace parley::server
