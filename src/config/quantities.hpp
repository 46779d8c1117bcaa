// quantities.hpp: durations and sizes as people write them: 500ms, 10s, 32KiB.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace parley::config {

/// A whole number and a unit: ms, s, m or h. No sign, no fraction, no space, no bare number.
/// Nothing when it is not one, or when it passes 2^62 milliseconds.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

/// A whole number of bytes, alone or with KiB, MiB or GiB (IEC 80000-13: powers of 1024). Nothing when it is not one,
/// or when it passes 2^62.
std::optional<std::uint64_t> parse_size(std::string_view text);

/// The shortest text that reads back as the same value.
std::string print_duration(std::chrono::milliseconds duration);
std::string print_size(std::uint64_t bytes);

}  // namespace parley::config
