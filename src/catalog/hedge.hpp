// hedge.hpp: when a second target is asked beside one that is slow to begin.
#pragma once

#include <chrono>
#include <cstdint>

#include "base/money.hpp"

namespace parley::catalog {

struct Hedge {
    std::chrono::milliseconds after{0};  // without a word of the answer; 0: when `percentile` says
    std::uint8_t percentile = 0;         // of what the target lately took: 95 is slower than 95 of 100; 0: `after` says
    BasisPoints budget{600};             // of a target's requests, so many are asked twice at most

    bool operator==(const Hedge&) const = default;
};

}  // namespace parley::catalog
