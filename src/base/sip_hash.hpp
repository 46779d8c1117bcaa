// sip_hash.hpp: a keyed hash of short texts that strangers choose. Who does not know the seed can neither aim for collisions
// nor tell anything from the result. Source: Aumasson & Bernstein, "SipHash: a fast short-input PRF", SipHash-2-4, and its
// variant of 128 bits in the authors' reference implementation.
#pragma once

#include <cstdint>
#include <string_view>

namespace parley {

struct SipSeed {
    std::uint64_t low = 0;
    std::uint64_t high = 0;
};

/// A seed from the operating system.
SipSeed random_sip_seed();

/// For hash tables.
std::uint64_t sip_hash(const SipSeed& seed, std::string_view text);

/// Long enough to stand for the text itself: nobody without the seed finds another text with the same tag.
struct SipTag {
    std::uint64_t low = 0;
    std::uint64_t high = 0;

    bool operator==(const SipTag&) const = default;
};
SipTag sip_tag(const SipSeed& seed, std::string_view text);

}  // namespace parley
