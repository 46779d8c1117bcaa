// character_class.hpp: which bytes may stand where, as tables of 256 answers.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace parley::http {

class CharacterClass {
  public:
    static constexpr CharacterClass of(std::string_view members) {
        CharacterClass made;
        for (const char member : members)
            made.has_[static_cast<unsigned char>(member)] = true;
        return made;
    }
    static constexpr CharacterClass range(unsigned first, unsigned last) {
        CharacterClass made;
        for (unsigned member = first; member <= last; ++member)
            made.has_[member] = true;
        return made;
    }
    constexpr CharacterClass operator|(const CharacterClass& other) const {
        CharacterClass made = *this;
        for (std::size_t i = 0; i < has_.size(); ++i)
            made.has_[i] = has_[i] || other.has_[i];
        return made;
    }
    constexpr CharacterClass without(std::string_view members) const {
        CharacterClass made = *this;
        for (const char member : members)
            made.has_[static_cast<unsigned char>(member)] = false;
        return made;
    }

    constexpr bool has(char byte) const { return has_[static_cast<unsigned char>(byte)]; }

    /// The position of the first byte at or after `from` that is not of this class; bytes.size() when all are.
    constexpr std::size_t skip(std::string_view bytes, std::size_t from) const {
        while (from < bytes.size() && has(bytes[from]))
            ++from;
        return from;
    }
    constexpr bool has_all(std::string_view bytes) const { return skip(bytes, 0) == bytes.size(); }

  private:
    std::array<bool, 256> has_{};
};

inline constexpr auto digits = CharacterClass::range('0', '9');
inline constexpr auto upper_case = CharacterClass::range('A', 'Z');
inline constexpr auto letters = upper_case | CharacterClass::range('a', 'z');
inline constexpr auto visible = CharacterClass::range(0x21, 0x7e);

/// token (RFC 9110, 5.6.2): field names, codings.
inline constexpr auto token_bytes = letters | digits | CharacterClass::of("!#$%&'*+-.^_`|~");

/// field-content and the white space within (RFC 9110, 5.5), obs-text included; also a reason phrase (RFC 9112, 4).
inline constexpr auto field_value_bytes = visible | CharacterClass::range(0x80, 0xff) | CharacterClass::of(" \t");

/// Registered methods are upper-case letters and '-' (RFC 9110, 16.1); a lower-case one is never a method we know.
inline constexpr auto method_bytes = upper_case | CharacterClass::of("-");

/// pchar and '/' (RFC 3986, 3.3) without '%' and ';': a path has one spelling here.
inline constexpr auto path_bytes = letters | digits | CharacterClass::of("-._~!$&'()*+,=:@/");

/// What browsers send unescaped in a query (WHATWG URL, "query percent-encode set") is more than RFC 3986 allows.
inline constexpr auto query_bytes = visible.without("#");

/// A host name as it is used, which is less than reg-name (RFC 3986, 3.2.2) allows.
inline constexpr auto host_name_bytes = letters | digits | CharacterClass::of("-._");

inline constexpr auto ipv6_bytes = digits | CharacterClass::of("abcdefABCDEF:.");

}  // namespace parley::http
