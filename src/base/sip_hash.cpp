#include "base/sip_hash.hpp"

#include <bit>
#include <cstddef>
#include <cstring>

#include "base/random.hpp"

namespace parley {
namespace {

static_assert(std::endian::native == std::endian::little, "words are read as they lie in memory");

// The names v0 to v3 and the constants are the paper's.
struct SipState {
    std::uint64_t v0, v1, v2, v3;

    explicit SipState(const SipSeed& seed)
        : v0(seed.low ^ 0x736f6d6570736575),
          v1(seed.high ^ 0x646f72616e646f6d),
          v2(seed.low ^ 0x6c7967656e657261),
          v3(seed.high ^ 0x7465646279746573) {}

    void round() {
        v0 += v1, v1 = std::rotl(v1, 13) ^ v0, v0 = std::rotl(v0, 32);
        v2 += v3, v3 = std::rotl(v3, 16) ^ v2;
        v0 += v3, v3 = std::rotl(v3, 21) ^ v0;
        v2 += v1, v1 = std::rotl(v1, 17) ^ v2, v2 = std::rotl(v2, 32);
    }

    void absorb(std::uint64_t word) {
        v3 ^= word;
        round();
        round();
        v0 ^= word;
    }

    void absorb(std::string_view text) {
        const std::uint64_t length = text.size();
        for (; text.size() >= 8; text.remove_prefix(8)) {
            std::uint64_t word;
            std::memcpy(&word, text.data(), 8);
            absorb(word);
        }
        std::uint64_t last = length << 56;
        for (std::size_t at = 0; at < text.size(); ++at) {
            last |= static_cast<std::uint64_t>(static_cast<unsigned char>(text[at])) << (8 * at);
        }
        absorb(last);
    }

    std::uint64_t finish() {
        for (int i = 0; i < 4; ++i) round();
        return v0 ^ v1 ^ v2 ^ v3;
    }
};

}  // namespace

SipSeed random_sip_seed() { return {.low = random_seed(), .high = random_seed()}; }

std::uint64_t sip_hash(const SipSeed& seed, std::string_view text) {
    SipState state(seed);
    state.absorb(text);
    state.v2 ^= 0xff;
    return state.finish();
}

SipTag sip_tag(const SipSeed& seed, std::string_view text) {
    SipState state(seed);
    state.v1 ^= 0xee;
    state.absorb(text);
    state.v2 ^= 0xee;
    const std::uint64_t low = state.finish();
    state.v1 ^= 0xdd;
    const std::uint64_t high = state.finish();
    return {low, high};
}

}  // namespace parley
