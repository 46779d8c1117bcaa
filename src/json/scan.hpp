// scan.hpp: the one kernel under parsing and printing of strings: where is the next byte that JSON does not let stand
// as it is inside a string? Those are the quote, the backslash and the control characters below 0x20 (RFC 8259, 7).
//
// Short strings are the many, so the first 64 bytes are looked at here, 16 at a time, with what every x86-64 has. Long
// ones go on in a kernel chosen once at run time: 64 bytes a step where the processor has AVX2.
#pragma once

#include <emmintrin.h>

#include <atomic>
#include <bit>

namespace parley::json {

struct Special {
    const char* at;  // the first byte that must be escaped, or the end
    bool non_ascii;  // a byte above 0x7f was seen, perhaps a little past `at`

    Special or_non_ascii(bool seen_before) const { return {at, non_ascii || seen_before}; }
};

/// Looks through [at, end) and reads nothing outside of it.
inline Special find_special(const char* at, const char* end);

/// The same, by one instruction set.
Special find_special_sse2(const char* at, const char* end);
Special find_special_avx2(const char* at, const char* end);
/// Whether this processor can run find_special_avx2.
bool has_avx2();

namespace detail {

using FindSpecial = Special (*)(const char* at, const char* end);
extern constinit std::atomic<FindSpecial> find_special_long;

/// Fewer than sixteen bytes.
Special find_special_in_tail(const char* at, const char* end);

struct Block {
    unsigned special = 0;    // a bit for each byte that must be escaped
    unsigned non_ascii = 0;  // a bit for each byte above 0x7f
};

inline Block look_at(__m128i bytes) {
    const __m128i quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
    const __m128i backslash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
    const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1f)), bytes);
    const __m128i special = _mm_or_si128(_mm_or_si128(quote, backslash), control);
    return {static_cast<unsigned>(_mm_movemask_epi8(special)), static_cast<unsigned>(_mm_movemask_epi8(bytes))};
}

inline Block look_at_16_bytes(const char* at) { return look_at(_mm_loadu_si128(reinterpret_cast<const __m128i*>(at))); }

}  // namespace detail

inline Special find_special(const char* at, const char* end) {
    unsigned non_ascii = 0;
    for (int step = 0; step < 4; ++step) {
        if (end - at < 16) return detail::find_special_in_tail(at, end).or_non_ascii(non_ascii != 0);
        const detail::Block block = detail::look_at_16_bytes(at);
        non_ascii |= block.non_ascii;
        if (block.special != 0) return {at + std::countr_zero(block.special), non_ascii != 0};
        at += 16;
    }
    return detail::find_special_long.load(std::memory_order_relaxed)(at, end).or_non_ascii(non_ascii != 0);
}

}  // namespace parley::json
