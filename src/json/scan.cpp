#include "json/scan.hpp"

#include <immintrin.h>

#include <cstdint>
#include <cstring>

namespace parley::json {
namespace {

// The first call finds out what the processor can do; the ones after it go straight to the kernel.
Special choose_find_special(const char* at, const char* end) {
    const detail::FindSpecial chosen = has_avx2() ? find_special_avx2 : find_special_sse2;
    detail::find_special_long.store(chosen, std::memory_order_relaxed);
    return chosen(at, end);
}

template <class Word>
Word word_at(const char* at) {
    Word word;
    std::memcpy(&word, at, sizeof word);
    return word;
}

// A bit for each of 32 bytes that must be escaped, as in detail::look_at_16_bytes.
__attribute__((target("avx2"))) inline std::uint32_t special_of_32_bytes(__m256i bytes) {
    const __m256i quote = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('"'));
    const __m256i backslash = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('\\'));
    const __m256i control = _mm256_cmpeq_epi8(_mm256_min_epu8(bytes, _mm256_set1_epi8(0x1f)), bytes);
    const __m256i special = _mm256_or_si256(_mm256_or_si256(quote, backslash), control);
    return static_cast<std::uint32_t>(_mm256_movemask_epi8(special));
}

}  // namespace

constinit std::atomic<detail::FindSpecial> detail::find_special_long{choose_find_special};

// Eight bytes and more are two words that overlap, looked at as one block: its upper half counts where the lower has nothing.
Special detail::find_special_in_tail(const char* at, const char* end) {
    bool non_ascii = false;
    if (end - at >= 8) {
        const Block block = look_at(_mm_set_epi64x(word_at<std::int64_t>(end - 8), word_at<std::int64_t>(at)));
        if ((block.special & 0xff) != 0) return {at + std::countr_zero(block.special), block.non_ascii != 0};
        return {block.special != 0 ? end - 16 + std::countr_zero(block.special) : end, block.non_ascii != 0};
    }
    for (; at != end; ++at) {
        const auto byte = static_cast<unsigned char>(*at);
        if (byte == '"' || byte == '\\' || byte < 0x20) break;
        non_ascii |= byte > 0x7f;
    }
    return {at, non_ascii};
}

Special find_special_sse2(const char* at, const char* end) {
    unsigned non_ascii = 0;
    for (; end - at >= 16; at += 16) {
        const detail::Block block = detail::look_at_16_bytes(at);
        non_ascii |= block.non_ascii;
        if (block.special != 0) return {at + std::countr_zero(block.special), non_ascii != 0};
    }
    return detail::find_special_in_tail(at, end).or_non_ascii(non_ascii != 0);
}

__attribute__((target("avx2"))) Special find_special_avx2(const char* at, const char* end) {
    __m256i non_ascii = _mm256_setzero_si256();  // the top bits of all bytes so far
    for (; end - at >= 64; at += 64) {
        const __m256i low = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at));
        const __m256i high = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at + 32));
        non_ascii = _mm256_or_si256(non_ascii, _mm256_or_si256(low, high));
        const std::uint64_t special = special_of_32_bytes(low) | std::uint64_t{special_of_32_bytes(high)} << 32;
        if (special != 0) return {at + std::countr_zero(special), _mm256_movemask_epi8(non_ascii) != 0};
    }
    return find_special_sse2(at, end).or_non_ascii(_mm256_movemask_epi8(non_ascii) != 0);
}

bool has_avx2() {
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx2") != 0;
}

}  // namespace parley::json
