// character_class.hpp: which bytes may stand where, as tables of 256 answers.
//
// A run of bytes of one class is walked over sixteen bytes at a time. A class is then two tables of sixteen: the low half
// of a byte gives the set of high halves it may come with, one bit each, and the high half gives its own bit. Bytes above
// 0x7f have no bit, so classes that hold some of them (field values) have a walk of their own: field_value.hpp.
#pragma once

#include <tmmintrin.h>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace parley::http {

class CharacterClass {
  public:
    static constexpr CharacterClass of(std::string_view members) {
        CharacterClass made;
        for (const char member : members) made.has_[static_cast<unsigned char>(member)] = true;
        return made;
    }
    static constexpr CharacterClass range(unsigned first, unsigned last) {
        CharacterClass made;
        for (unsigned member = first; member <= last; ++member) made.has_[member] = true;
        return made;
    }
    constexpr CharacterClass operator|(const CharacterClass& other) const {
        CharacterClass made = *this;
        for (std::size_t i = 0; i < has_.size(); ++i) made.has_[i] = has_[i] || other.has_[i];
        return made;
    }
    constexpr CharacterClass without(std::string_view members) const {
        CharacterClass made = *this;
        for (const char member : members) made.has_[static_cast<unsigned char>(member)] = false;
        return made;
    }

    constexpr bool has(char byte) const { return has_[static_cast<unsigned char>(byte)]; }

    /// The position of the first byte at or after `from` that is not of this class; bytes.size() when all are.
    constexpr std::size_t skip(std::string_view bytes, std::size_t from) const {
        while (from < bytes.size() && has(bytes[from])) ++from;
        return from;
    }
    constexpr bool has_all(std::string_view bytes) const { return skip(bytes, 0) == bytes.size(); }

  private:
    friend class AsciiClass;
    std::array<bool, 256> has_{};
};

/// A class without bytes above 0x7f, made for walking over runs of it. SSSE3: part of x86-64-v2, the least we run on.
class AsciiClass {
  public:
    constexpr AsciiClass(const CharacterClass& bytes) : bytes_(bytes) {
        for (std::size_t byte = 0; byte < 0x80; ++byte) {
            if (bytes.has_[byte]) high_halves_[byte & 0xf] |= static_cast<std::uint8_t>(1 << (byte >> 4));
        }
    }
    constexpr bool has(char byte) const { return bytes_.has(byte); }
    bool has_all(std::string_view bytes) const { return skip(bytes, 0) == bytes.size(); }

    /// The same as CharacterClass::skip.
    std::size_t skip(std::string_view bytes, std::size_t from) const {
        constexpr std::size_t step = sizeof(__m128i);
        const __m128i halves = _mm_load_si128(reinterpret_cast<const __m128i*>(high_halves_.data()));
        const __m128i bits = _mm_setr_epi8(1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0);
        const __m128i low_half = _mm_set1_epi8(0x0f);
        for (; from + step <= bytes.size(); from += step) {
            const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes.data() + from));
            const __m128i allowed = _mm_shuffle_epi8(halves, _mm_and_si128(block, low_half));
            const __m128i own = _mm_shuffle_epi8(bits, _mm_and_si128(_mm_srli_epi16(block, 4), low_half));
            const __m128i strangers = _mm_cmpeq_epi8(_mm_and_si128(allowed, own), _mm_setzero_si128());
            const auto mask = static_cast<unsigned>(_mm_movemask_epi8(strangers));
            if (mask != 0) return from + static_cast<std::size_t>(std::countr_zero(mask));
        }
        return bytes_.skip(bytes, from);
    }

  private:
    CharacterClass bytes_;
    alignas(16) std::array<std::uint8_t, 16> high_halves_{};
};

inline constexpr auto digits = CharacterClass::range('0', '9');
inline constexpr auto upper_case = CharacterClass::range('A', 'Z');
inline constexpr auto letters = upper_case | CharacterClass::range('a', 'z');
inline constexpr auto visible = CharacterClass::range(0x21, 0x7e);

/// token (RFC 9110, 5.6.2): field names, codings.
inline constexpr AsciiClass token_bytes = letters | digits | CharacterClass::of("!#$%&'*+-.^_`|~");

/// field-content and the white space within (RFC 9110, 5.5), obs-text included; also a reason phrase (RFC 9112, 4).
inline constexpr auto field_value_bytes = visible | CharacterClass::range(0x80, 0xff) | CharacterClass::of(" \t");

/// Registered methods are upper-case letters and '-' (RFC 9110, 16.1); a lower-case one is never a method we know.
inline constexpr AsciiClass method_bytes = upper_case | CharacterClass::of("-");

/// pchar and '/' (RFC 3986, 3.3) without '%' and ';': a path has one spelling here.
inline constexpr AsciiClass path_bytes = letters | digits | CharacterClass::of("-._~!$&'()*+,=:@/");
/// With '%', for those who must read what others have encoded.
inline constexpr AsciiClass encoded_path_bytes = letters | digits | CharacterClass::of("-._~!$&'()*+,=:@/%");

/// What browsers send unescaped in a query (WHATWG URL, "query percent-encode set") is more than RFC 3986 allows.
inline constexpr AsciiClass query_bytes = visible.without("#");

/// A host name as it is used, which is less than reg-name (RFC 3986, 3.2.2) allows.
inline constexpr auto host_name_bytes = letters | digits | CharacterClass::of("-._");

inline constexpr auto ipv6_bytes = digits | CharacterClass::of("abcdefABCDEF:.");

}  // namespace parley::http
