// chance.hpp: what a simulated model draws for its n-th request.
//
// Drawn afresh from (seed, nth), so that the n-th request meets its fate whatever else was asked in between.
#pragma once

#include <cstdint>

#include "base/random.hpp"

namespace parley::simulate {

/// What is drawn for a request, each of its own; spells of weather draw from `spells` on.
enum class Draw : std::uint32_t { faults, first_token, spells };

inline constexpr std::uint64_t chance_parts = 1'000'000;

inline Random chance_of(std::uint64_t seed, std::uint64_t nth, Draw draw, std::uint32_t further = 0) {
    constexpr int draw_shift = 40;  // above every count of requests
    const std::uint64_t which = static_cast<std::uint64_t>(draw) + further;
    return Random(seed * chance_parts + nth + (which << draw_shift));
}

/// True with that probability.
inline bool happens(Random random, double share) {
    return static_cast<double>(random.below(chance_parts)) < share * static_cast<double>(chance_parts);
}

}  // namespace parley::simulate
