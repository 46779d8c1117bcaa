// property.hpp: what a fuzz target says about every input, beyond not crashing.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace parley::fuzz {

/// Ends the run, as a crash would, when a property does not hold.
inline void require(bool holds, const char* property) {
    if (holds) return;
    std::fprintf(stderr, "property violated: %s\n", property);
    std::abort();
}

inline std::string_view view_of(const std::uint8_t* data, std::size_t size) { return {reinterpret_cast<const char*>(data), size}; }

/// Sizes of the pieces in which a target hands its input over a second time.
inline constexpr std::size_t piece_sizes[] = {1, 2, 7, 64};

}  // namespace parley::fuzz
