// one_system.hpp: a conversation with a single message of instructions, at its beginning, for hosts that take no other.
#pragma once

#include <optional>
#include <string>

#include "json/document.hpp"

namespace parley::providers::openai_dialect {

/// The body with all instructions (`system` and `developer`) joined by an empty line and put first, in order. Nullopt where that is so
/// already, or where one of them holds something else than text, which no joining would keep.
std::optional<std::string> with_one_system(const json::Document& document);

}  // namespace parley::providers::openai_dialect
