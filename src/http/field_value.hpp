// field_value.hpp: walks over a header value, sixteen bytes at a time: most bytes of a head are values.
#pragma once

#include <emmintrin.h>

#include <bit>
#include <cstddef>
#include <string_view>

#include "http/character_class.hpp"

namespace parley::http {

/// field_value_bytes.skip(bytes, from), faster. SSE2: part of every x86-64.
inline std::size_t skip_field_value(std::string_view bytes, std::size_t from) {
    constexpr std::size_t step = sizeof(__m128i);
    const __m128i last_control = _mm_set1_epi8(0x1f);
    for (; from + step <= bytes.size(); from += step) {
        const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes.data() + from));
        const __m128i controls = _mm_cmpeq_epi8(_mm_min_epu8(block, last_control), block);
        const __m128i tabs = _mm_cmpeq_epi8(block, _mm_set1_epi8('\t'));
        const __m128i deletes = _mm_cmpeq_epi8(block, _mm_set1_epi8(0x7f));
        const __m128i refused = _mm_or_si128(_mm_andnot_si128(tabs, controls), deletes);
        const auto mask = static_cast<unsigned>(_mm_movemask_epi8(refused));
        if (mask != 0) return from + static_cast<std::size_t>(std::countr_zero(mask));
    }
    return field_value_bytes.skip(bytes, from);
}

}  // namespace parley::http
