#include "base/random.hpp"

#include <sys/random.h>

#include <bit>
#include <cerrno>
#include <cstring>
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

Uuid make_uuid(Random& random) {
    static constexpr char digits[] = "0123456789abcdef";
    static constexpr std::array<std::size_t, 16> places{0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34};
    const std::array<std::uint64_t, 2> halves{random.next(), random.next()};
    std::array<unsigned char, 16> bytes;
    std::memcpy(bytes.data(), halves.data(), bytes.size());
    bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0f) | 0x40);  // version
    bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3f) | 0x80);  // variant
    Uuid uuid;
    uuid.text[8] = uuid.text[13] = uuid.text[18] = uuid.text[23] = '-';
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        uuid.text[places[at]] = digits[bytes[at] >> 4];
        uuid.text[places[at] + 1] = digits[bytes[at] & 0xf];
    }
    return uuid;
}

}  // namespace parley
