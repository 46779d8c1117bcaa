#include "base/random.hpp"

#include <sys/random.h>

#include <bit>
#include <cerrno>
#include <system_error>

namespace parley {
namespace {

// Spreads one seed over the whole state. Source: Steele, Lea & Flood, "Fast splittable pseudorandom number generators".
std::uint64_t split_mix(std::uint64_t& state) {
    std::uint64_t z = (state += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

}  // namespace

Random::Random(std::uint64_t seed) {
    for (auto& word : state_) word = split_mix(seed);
}

std::uint64_t Random::next() {
    const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
    const std::uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
}

std::uint64_t Random::below(std::uint64_t bound) {
    // Lemire's multiplication; the bias below 2^-64 * bound does not matter for jitter.
    return static_cast<std::uint64_t>((static_cast<unsigned __int128>(next()) * bound) >> 64);
}

std::uint64_t random_seed() {
    std::uint64_t seed = 0;
    const std::string bytes = secure_random_bytes(sizeof seed);
    for (const unsigned char byte : bytes) seed = (seed << 8) | byte;
    return seed;
}

std::string secure_random_bytes(std::size_t count) {
    std::string bytes(count, '\0');
    std::size_t filled = 0;
    while (filled < count) {
        const ssize_t got = ::getrandom(bytes.data() + filled, count - filled, 0);
        if (got > 0) {
            filled += static_cast<std::size_t>(got);
        } else if (errno != EINTR) {
            throw std::system_error(errno, std::generic_category(), "getrandom");
        }
    }
    return bytes;
}

std::string make_uuid(Random& random) {
    static constexpr char digits[] = "0123456789abcdef";
    const std::uint64_t halves[2] = {random.next(), random.next()};
    std::string text(36, '-');
    std::size_t at = 0;
    for (int nibble = 0; nibble < 32; ++nibble) {
        if (nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20) ++at;
        unsigned value = (halves[nibble / 16] >> (4 * (nibble % 16))) & 0xf;
        if (nibble == 12) value = 4;                    // version
        if (nibble == 16) value = 8 | (value & 0x3);    // variant
        text[at++] = digits[value];
    }
    return text;
}

}  // namespace parley
