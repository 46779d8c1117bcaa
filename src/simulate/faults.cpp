#include "simulate/faults.hpp"

#include "base/random.hpp"

namespace parley::simulate {

bool faults_strike(const Faults& faults, std::uint64_t nth, std::uint64_t seed) {
    if (faults.fail_first != 0 && nth > faults.fail_first) return false;
    if (!faults.fail_rate) return true;
    // Drawn afresh from (seed, nth), so that the n-th request fails or not whatever else was asked in between.
    constexpr std::uint64_t parts = 1'000'000;
    Random random(seed * parts + nth);
    return static_cast<double>(random.below(parts)) < *faults.fail_rate * static_cast<double>(parts);
}

}  // namespace parley::simulate
