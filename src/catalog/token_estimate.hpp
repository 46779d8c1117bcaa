// token_estimate.hpp: how many tokens a text is about, for a family of tokenizers. Nobody here has a tokenizer: characters are counted,
// those of each script by what they cost. Pure.
//
// Two guesses stand around the truth: `at_most` above what every talk took that was counted, for what must fit, and `at_least` below it,
// for what is refused. docs/decisions/0024 says where the figures come from and how far off they are.
#pragma once

#include <cstdint>
#include <string_view>

#include "catalog/tokenizer.hpp"

namespace parley::catalog {

/// Text in UTF-8; what is none counts as the dearest.
std::int64_t tokens_at_most(Tokenizer tokenizer, std::string_view text);
std::int64_t tokens_at_least(Tokenizer tokenizer, std::string_view text);

/// As many whole characters of its beginning, or its end, as take no more than so many tokens at most.
std::string_view beginning_within(Tokenizer tokenizer, std::string_view text, std::int64_t tokens);
std::string_view ending_within(Tokenizer tokenizer, std::string_view text, std::int64_t tokens);

}  // namespace parley::catalog
