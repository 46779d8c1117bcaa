// name_pattern.hpp: names of models and hosts by pattern: `gpt-5*`, `*.openai.azure.com`.
#pragma once

#include <string_view>

namespace parley::catalog {

/// Whether `name` is the pattern, in which every `*` stands for any run of characters, the empty one included. Case
/// counts. Linear in the name for the usual one or two stars; at worst the product of both lengths.
bool matches_pattern(std::string_view pattern, std::string_view name);

}  // namespace parley::catalog
