// derived_routes.hpp: what is made of a transcript: sentences, paragraphs, subtitles, the places of words. GET /v2/transcript/<id>/<what>.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "exchange/exchange_context.hpp"
#include "server/routes.hpp"

namespace parley::server {

enum class Derived : std::uint8_t { sentences, paragraphs, srt, vtt, word_search };

/// Nothing for what is not made here.
std::optional<Derived> derived_named(std::string_view name);

/// Made of the transcript wherever it is kept; errors as those of the transcript, and 400 while it is not completed.
Task<> show_derived(exchange::ExchangeContext& context, const RouteServices& services, std::string id, Derived what);

}  // namespace parley::server
