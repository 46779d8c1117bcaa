// longer_body.hpp: a request with something behind its conversation.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "json/document.hpp"

namespace parley::openai {

/// The body of the same request whose conversation goes on: with a `prompt`, that is the first message of it.
///
/// request   the root of a request that passed its checks
/// messages  JSON messages with commas between them; empty: none
/// without   names of members that are left out
std::string longer_body(json::Value request, std::string_view messages, std::span<const std::string_view> without = {});

}  // namespace parley::openai
