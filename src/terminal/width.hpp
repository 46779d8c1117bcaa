// width.hpp: how many cells of a terminal text takes: two for an ideograph, none for an accent on the letter before it.
//
// Without the C library's wcwidth, which knows no width at all in the "C" locale that scripts and containers run in.
// Source: Unicode 14, EastAsianWidth.txt (W and F are wide; ambiguous ones are narrow, as in UAX #11, 5) and
// DerivedGeneralCategory.txt (Mn, Me and Cf take no cell, but for the Arabic signs that stand around a number; nor do the
// Hangul vowels and finals that join a syllable). Ideographs to come are wide already.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace parley::terminal {

/// Code points from first to last.
struct CodePointRange {
    std::uint32_t first;
    std::uint32_t last;
};

/// In order, without overlaps (width_tables.cpp).
std::span<const CodePointRange> wide_ranges();
std::span<const CodePointRange> zero_width_ranges();

/// 0, 1 or 2. Control characters count as 0: whoever prints them has made them visible before.
std::size_t width_of(std::uint32_t code_point);

/// Of one line of UTF-8.
std::size_t display_width(std::string_view text);

/// As much of the beginning of `text` as fits into `cells`, whole characters with their accents only.
std::string_view fitting(std::string_view text, std::size_t cells);

}  // namespace parley::terminal
