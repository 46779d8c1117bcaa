// characters.hpp: what single characters can mean in a text that is almost JSON.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "postprocess/json_repair/lookahead.hpp"

namespace parley::postprocess::json_repair {

constexpr bool is_blank(int c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }
constexpr bool is_digit(int c) { return c >= '0' && c <= '9'; }
constexpr bool is_hex(int c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
constexpr bool is_letter(int c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
/// Of a key that stands without quotes.
constexpr bool is_name(int c) { return is_letter(c) || is_digit(c) || c == '_' || c == '$' || c == '-' || c == '.' || c >= 0x80; }
constexpr bool is_closer(int c) { return c == '}' || c == ']'; }
constexpr bool is_separator(int c) { return c == ',' || c == ';'; }

enum class QuoteKind : std::uint8_t {
    none,
    plain,         // "
    single,        // '
    back,          // `
    smart,         // one of the four double typographic quotes
    smart_single,  // one of the four single ones, or an acute accent
    escaped,       // \" where JSON was put into a string and only half taken out again
};

struct Quote {
    QuoteKind kind = QuoteKind::none;
    std::uint8_t bytes = 0;

    explicit operator bool() const { return kind != QuoteKind::none; }
    bool operator==(const Quote&) const = default;
};

/// Three back quotes in a row are a fence and no quote.
inline Quote quote_at(Lookahead& look) {
    switch (const int c = look.peek(); c) {
        case '"': return {QuoteKind::plain, 1};
        case '\'': return {QuoteKind::single, 1};
        case '`':
            if (look.peek(1) == '`' && look.peek(2) == '`') return {};
            return {QuoteKind::back, 1};
        case '\\':
            if (look.peek(1) == '"') return {QuoteKind::escaped, 2};
            return {};
        case 0xe2: {  // U+2018 to U+201F
            if (look.peek(1) != 0x80) return {};
            const int third = look.peek(2);
            if (third >= 0x9c && third <= 0x9f) return {QuoteKind::smart, 3};
            if (third >= 0x98 && third <= 0x9b) return {QuoteKind::smart_single, 3};
            return {};
        }
        case 0xc2:  // U+00B4
            if (look.peek(1) == 0xb4) return {QuoteKind::smart_single, 2};
            return {};
        default: return {};
    }
}

/// Whether `quote` may be the end of a string that began with `open`.
constexpr bool closes(QuoteKind open, QuoteKind quote) {
    if (open == quote) return quote != QuoteKind::none;
    return (open == QuoteKind::smart && quote == QuoteKind::plain) || (open == QuoteKind::smart_single && quote == QuoteKind::single);
}

/// Bytes of a white space that JSON does not know; 0: it is none. Source: Unicode, property White_Space, and U+200B, U+FEFF.
inline std::size_t foreign_space(Lookahead& look) {
    const int first = look.peek();
    if (first == '\f' || first == '\v') return 1;
    if (first == 0xc2) return look.peek(1) == 0xa0 ? 2 : 0;
    if (first == 0xe2 && look.peek(1) == 0x80) {
        const int third = look.peek(2);
        return (third >= 0x80 && third <= 0x8b) || third == 0xa8 || third == 0xa9 || third == 0xaf ? 3 : 0;
    }
    if (first == 0xe3) return look.peek(1) == 0x80 && look.peek(2) == 0x80 ? 3 : 0;
    if (first == 0xef) return look.peek(1) == 0xbb && look.peek(2) == 0xbf ? 3 : 0;
    return 0;
}

/// Bytes of the UTF-8 sequence that `text` begins with; 0: it is none (RFC 3629, 4). A sequence that the end cuts off is none.
std::size_t utf8_bytes(std::string_view text);
/// Whether more bytes could still make a sequence of the few that there are.
bool is_utf8_beginning(std::string_view text);

/// Without blanks at either end.
std::string_view trim(std::string_view text);
/// Up to the first blank.
std::string_view first_word(std::string_view text);

}  // namespace parley::postprocess::json_repair
