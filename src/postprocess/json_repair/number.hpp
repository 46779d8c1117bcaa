// number.hpp: numbers and words as other languages and tired models write them, put as JSON has them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace parley::postprocess::json_repair {

/// Bytes of the number that `text` begins with, in any of the forms that print_number() knows; 0: it begins with none.
std::size_t number_bytes(std::string_view text);

/// A number as JSON has it. No digit is lost or rounded: what JSON cannot say as a number, such as 007, becomes a string.
///
///   .5   0.5      5.   5.0      1e   1e0      -   -0      +1   1      1_000   1000      0x1f   31      007   "007"
std::string print_number(std::string_view number);

/// Whether the text is a number of RFC 8259, 6.
bool is_json_number(std::string_view text);

/// What JSON says for a word: `true` for True, `null` for None, NaN, Infinity and undefined.
std::optional<std::string_view> literal_of(std::string_view word);
/// The same for the beginning of such a word.
std::optional<std::string_view> literal_begun_by(std::string_view word);

}  // namespace parley::postprocess::json_repair
