// random.hpp: chance, handed in. A seed makes a run repeatable; a failing test prints its seed.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace parley {

/// xoshiro256**: fast, small, good enough for jitter, ids and simulated traffic. Not for keys: see secure_random_bytes.
/// Not thread-safe: one for each thread. Source: Blackman & Vigna, "Scrambled linear pseudorandom number generators".
class Random {
  public:
    using result_type = std::uint64_t;
    explicit Random(std::uint64_t seed);

    std::uint64_t next();
    /// Uniform in [0, bound); bound must not be 0.
    std::uint64_t below(std::uint64_t bound);

    // What <random> and std::shuffle ask of a generator.
    std::uint64_t operator()() { return next(); }
    static constexpr std::uint64_t min() { return 0; }
    static constexpr std::uint64_t max() { return ~std::uint64_t{0}; }

  private:
    std::uint64_t state_[4];
};

/// A seed from the operating system.
std::uint64_t random_seed();

/// `count` bytes from the operating system's generator (getrandom), fit for keys.
std::string secure_random_bytes(std::size_t count);

/// A version 4 UUID as 36 lower-case characters (RFC 9562, 5.4). A value without an allocation: every request has one.
struct Uuid {
    std::array<char, 36> text;

    std::string_view view() const& { return {text.data(), text.size()}; }
    operator std::string_view() const& { return view(); }
    operator std::string_view() const&& = delete;
};
Uuid make_uuid(Random& random);

}  // namespace parley
