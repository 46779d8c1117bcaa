// continued_body.hpp: a request with something behind its conversation.
#pragma once

#include <string>
#include <string_view>

#include "json/document.hpp"

namespace parley::openai {

/// The body of the same request whose conversation goes on: with a `prompt`, that is the first message of it.
///
/// request   the root of a request that passed its checks
/// messages  JSON messages with commas between them, at least one
std::string continued_body(json::Value request, std::string_view messages);

}  // namespace parley::openai
