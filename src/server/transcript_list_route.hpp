// transcript_list_route.hpp: GET /v2/transcript: what an account has handed in and had made, a page at a time.
//
// Source: AssemblyAI API reference, "List transcripts".
#pragma once

#include <string_view>

#include "base/result.hpp"
#include "server/routes.hpp"
#include "transcripts/transcript_list.hpp"

namespace parley::server {

/// What a query wishes. A field without a value is one that was left out: clients send those that nobody has filled in.
///
/// Errors  bad_request: what is wrong with each field. A name that nobody knows may be anything, and is not repeated.
Result<transcripts::ListWish> read_list_wish(std::string_view query);

Task<> list_transcripts(exchange::ExchangeContext& context, const RouteServices& services, std::string_view rest);

}  // namespace parley::server
