// escape.hpp: the escape sequences of JSON strings (RFC 8259, 7), read in one place for the parser and for those who
// unescape what it has let through.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "json/utf8.hpp"

namespace parley::json {

struct Escape {
    std::uint32_t code_point = 0;
    std::uint32_t bytes = 0;      // of the sequence, both halves of a surrogate pair included; 0: not an escape sequence
    bool lone_surrogate = false;  // half of a pair: grammatical, but no character (RFC 8259, 8.2)
};

/// What `letter` stands for behind a backslash; 0 if nothing, or if it is the `u` of a longer sequence.
constexpr char named_character(char letter);

/// Reads the sequence that `text` begins with; its first byte is the backslash.
Escape read_escape(std::string_view text);

namespace detail {

// A table rather than a switch: chat text has a line break every few words, and this is asked for each of them.
constexpr std::array<char, 256> named_characters = [] {
    std::array<char, 256> characters{};
    characters['"'] = '"';
    characters['\\'] = '\\';
    characters['/'] = '/';
    characters['b'] = '\b';
    characters['f'] = '\f';
    characters['n'] = '\n';
    characters['r'] = '\r';
    characters['t'] = '\t';
    return characters;
}();

}  // namespace detail

constexpr char named_character(char letter) { return detail::named_characters[static_cast<unsigned char>(letter)]; }

constexpr std::uint32_t replacement_character = 0xfffd;

/// Hands `escaped`, the validated inside of a JSON string, to `take(std::string_view)` in unescaped pieces, until it
/// returns false. A lone surrogate becomes U+FFFD. Returns whether every piece was taken.
template <class Take>
bool unescape(std::string_view escaped, Take take) {
    while (!escaped.empty()) {
        const std::size_t plain_bytes = escaped.find('\\');
        if (!take(escaped.substr(0, plain_bytes))) return false;
        if (plain_bytes == std::string_view::npos) return true;
        escaped.remove_prefix(plain_bytes);
        const Escape escape = read_escape(escaped);
        const Utf8Sequence character(escape.lone_surrogate ? replacement_character : escape.code_point);
        if (!take(character.view())) return false;
        escaped.remove_prefix(escape.bytes);
    }
    return true;
}

}  // namespace parley::json
