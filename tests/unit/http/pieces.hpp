// pieces.hpp: the ways in which a test hands bytes to a parser. What comes out must not depend on them.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.hpp"

namespace parley::http {

using Pieces = std::vector<std::string_view>;

inline Pieces whole(std::string_view bytes) { return {bytes}; }

inline Pieces byte_by_byte(std::string_view bytes) {
    Pieces pieces;
    for (std::size_t at = 0; at < bytes.size(); ++at) pieces.push_back(bytes.substr(at, 1));
    return pieces;
}

/// Pieces of 1 to 40 bytes for short messages, of up to an eighth for long ones.
inline Pieces cut_at_random(std::string_view bytes, Random& random) {
    const std::size_t longest = std::max<std::size_t>(40, bytes.size() / 8);
    Pieces pieces;
    for (std::size_t at = 0; at < bytes.size();) {
        pieces.push_back(bytes.substr(at, 1 + random.below(longest)));
        at += pieces.back().size();
    }
    return pieces;
}

/// Byte by byte costs quadratic time when a test copies what was received so far; beyond this, random cuts must do.
inline constexpr std::size_t byte_by_byte_max = 4096;
inline constexpr std::uint64_t cuts_seed = 20240611;

/// Runs `read(pieces)` for the whole, for single bytes and for random cuts; expects one outcome and returns it.
template <class Read>
auto read_in_any_pieces(std::string_view bytes, Read read) {
    const auto outcome = read(whole(bytes));
    if (bytes.size() <= byte_by_byte_max) {
        EXPECT_EQ(outcome, read(byte_by_byte(bytes))) << "byte by byte";
    }
    Random random(cuts_seed);
    for (int round = 0; round < 8; ++round) {
        EXPECT_EQ(outcome, read(cut_at_random(bytes, random))) << "seed " << cuts_seed << ", round " << round;
    }
    return outcome;
}

}  // namespace parley::http
