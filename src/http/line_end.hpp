// line_end.hpp: finds the end of a line that may end in LF or in CR, in one pass at the speed of memchr.
#pragma once

#include <emmintrin.h>

#include <bit>
#include <cstddef>
#include <string_view>

namespace parley::http {

/// The position of the first CR or LF; text.size() when there is none. SSE2: part of every x86-64.
inline std::size_t find_line_end(std::string_view text) {
    constexpr std::size_t step = sizeof(__m128i);
    const __m128i all_lf = _mm_set1_epi8('\n');
    const __m128i all_cr = _mm_set1_epi8('\r');
    std::size_t at = 0;
    for (; at + step <= text.size(); at += step) {
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
        const __m128i ends = _mm_or_si128(_mm_cmpeq_epi8(bytes, all_lf), _mm_cmpeq_epi8(bytes, all_cr));
        const auto mask = static_cast<unsigned>(_mm_movemask_epi8(ends));
        if (mask != 0) return at + static_cast<std::size_t>(std::countr_zero(mask));
    }
    while (at < text.size() && text[at] != '\n' && text[at] != '\r') ++at;
    return at;
}

}  // namespace parley::http
