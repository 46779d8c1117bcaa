#include "simulate/faults.hpp"

#include "simulate/chance.hpp"

namespace parley::simulate {

bool faults_strike(const Faults& faults, std::uint64_t nth, std::uint64_t seed) {
    if (faults.fail_first != 0 && nth > faults.fail_first) return false;
    return !faults.fail_rate || happens(chance_of(seed, nth, Draw::faults), *faults.fail_rate);
}

}  // namespace parley::simulate
