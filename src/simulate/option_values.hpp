// option_values.hpp: reading the values of options. Everything returns nullopt for text that is not wholly a value.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/deadline.hpp"

namespace parley::simulate {

inline constexpr Duration duration_max = std::chrono::hours(1);

/// Digits, at most `max`.
std::optional<std::uint64_t> parse_count(std::string_view text, std::uint64_t max);

/// "+10" or "-10": the sign is compulsory, zero is refused, the magnitude is at most `max`.
std::optional<std::int32_t> parse_difference(std::string_view text, std::uint32_t max);

/// "12" or "0.25", at most `max`; no sign and no exponent.
std::optional<double> parse_decimal(std::string_view text, double max);

/// "200ms" or "2s", at most duration_max. The unit is compulsory.
std::optional<Duration> parse_duration(std::string_view text);

}  // namespace parley::simulate
