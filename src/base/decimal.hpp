// decimal.hpp: decimal numbers as people write them, kept as whole millionths. Nothing passes through a double: 0.1 has no
// exact one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace parley {

inline constexpr std::uint64_t millionths_per_unit = 1'000'000;

/// "0.075" is 75'000 millionths. Digits, then perhaps a point and one to six digits; no sign, exponent or separators, and no
/// zero in front of another digit. Nothing for any other text, and for more than `most` millionths.
std::optional<std::uint64_t> parse_millionths(std::string_view text, std::uint64_t most);

/// The shortest text that reads back as the same number: 75'000 is "0.075", 3'000'000 is "3". A number in JSON too.
std::string print_millionths(std::uint64_t millionths);

}  // namespace parley
