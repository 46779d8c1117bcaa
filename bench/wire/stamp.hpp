// stamp.hpp: the moment of sending inside a content chunk, written by the upstream and read by the load generator.
#pragma once

#include <cstddef>
#include <string_view>

namespace bench::wire {

/// A content chunk's text begins with this mark and the nanoseconds of CLOCK_MONOTONIC in stamp_digits digits.
inline constexpr std::string_view stamp_mark = " @";
inline constexpr std::size_t stamp_digits = 18;

}  // namespace bench::wire
