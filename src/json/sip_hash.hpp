// sip_hash.hpp: a keyed hash for tables whose keys a stranger chooses. Who does not know the seed cannot aim for
// collisions. Source: Aumasson & Bernstein, "SipHash: a fast short-input PRF", SipHash-2-4.
#pragma once

#include <cstdint>
#include <string_view>

namespace parley::json {

struct SipSeed {
    std::uint64_t low = 0;
    std::uint64_t high = 0;
};

std::uint64_t sip_hash(const SipSeed& seed, std::string_view text);

}  // namespace parley::json
