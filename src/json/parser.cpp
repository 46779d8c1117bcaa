#include "json/parser.hpp"

#include "json/duplicate_keys.hpp"
#include "json/escape.hpp"
#include "json/scan.hpp"
#include "json/utf8.hpp"

namespace parley::json {
namespace {

bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

// RFC 8259, 2: these four and no others.
bool is_space(char byte) {
    return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t';
}

}  // namespace

// Compact text, which is most, has none: one comparison says so, wherever a token may begin.
[[gnu::always_inline]] inline const char* Parser::skip_space(const char* at) const {
    if (at == end_ || static_cast<unsigned char>(*at) > ' ') return at;
    return past_space(at);
}

const char* Parser::past_space(const char* at) const {
    while (at != end_ && is_space(*at))
        ++at;
    return at;
}

inline void Parser::add_node(const char* begin, const char* past, std::uint32_t size) {
    const auto next = static_cast<std::uint32_t>(nodes_.size() + 1);
    nodes_.push({.begin = offset(begin), .end = offset(past), .next = next, .size = size});
}

Parser::Parser(Document& document, const ParseOptions& options)
    : document_(document),
      nodes_(document.nodes_),
      options_(options),
      text_(document.text_),
      end_(text_.data() + text_.size()) {}

ParseError Parser::run() {
    if (text_.size() > text_bytes_max) return {ParseFault::too_large, text_bytes_max};
    const char* at = skip_space(text_.data());
    if (at == end_) return {ParseFault::empty, text_.size()};
    at = values(at);
    if (!at) return error_;
    at = skip_space(at);
    if (at != end_) return {ParseFault::trailing_bytes, offset(at)};
    utf8();
    return error_;
}

// Every turn reads one value, or the opening of one, then the ends of what it was the last part of, and goes on behind the
// comma.
const char* Parser::values(const char* at) {
    for (;;) {
        if (at == end_) return fail(ParseFault::grammar, at);
        const bool opens = *at == '{' || *at == '[';
        at = opens ? open_container(at) : scalar(at);
        if (!at) return nullptr;
        at = skip_space(at);
        if (!opens || is(at, closing_)) {
            at = close_containers(at);
            if (!at || open_ == none) return at;
            if (!is(at, ',')) return fail(ParseFault::grammar, at);
            at = skip_space(at + 1);
        }
        at = next_member(at);
        if (!at) return nullptr;
    }
}

inline const char* Parser::scalar(const char* at) {
    switch (*at) {
        case '"':
            return string(at);
        case 't':
            return word(at, "true");
        case 'f':
            return word(at, "false");
        case 'n':
            return word(at, "null");
        default:
            return number(at);
    }
}

inline const char* Parser::open_container(const char* at) {
    if (depth_ == options_.depth_max) return fail(ParseFault::too_deep, at);
    ++depth_;
    const std::uint32_t begin = offset(at);
    closing_ = *at == '{' ? '}' : ']';
    const std::uint32_t around = open_;
    open_ = static_cast<std::uint32_t>(nodes_.size());
    nodes_.push({.begin = begin, .end = begin, .next = around, .size = 0});
    return at + 1;
}

inline const char* Parser::close_containers(const char* at) {
    while (open_ != none && is(at, closing_)) {
        at = close_container(at);
        if (!at) return nullptr;
        at = skip_space(at);
    }
    return at;
}

inline const char* Parser::next_member(const char* at) {
    ++nodes_[open_].size;  // before anything is added: nodes move when the array grows
    return closing_ == ']' ? at : key(at);
}

inline const char* Parser::key(const char* at) {
    if (!is(at, '"')) return fail(ParseFault::grammar, at);
    at = string(at);
    if (!at) return nullptr;
    at = skip_space(at);
    if (!is(at, ':')) return fail(ParseFault::grammar, at);
    return skip_space(at + 1);
}

// Keys and most values end within sixteen bytes and hold no escape: one look finds the closing quote.
inline const char* Parser::string(const char* quote) {
    const char* const at = quote + 1;
    if (end_ - at < 16) return long_string(quote);
    const detail::Block block = detail::look_at_16_bytes(at);
    non_ascii_ |= block.non_ascii;
    const char* const closing = at + std::countr_zero(block.special | 1u << 15);
    if (*closing != '"') return long_string(quote);
    add_node(quote, closing + 1, 0);
    return closing + 1;
}

const char* Parser::long_string(const char* quote) {
    const char* at = quote + 1;
    std::uint32_t escapes = 0;
    for (;;) {
        const Special special = find_special(at, end_);
        non_ascii_ |= special.non_ascii ? 1 : 0;
        at = special.at;
        if (at == end_ || *at != '\\') break;
        ++escapes;
        if (end_ - at >= 2 && named_character(at[1]) != 0) {
            at += 2;
        } else if (at = long_escape(at); !at) {
            return nullptr;
        }
    }
    if (!is(at, '"')) return fail(ParseFault::grammar, at);  // the end of the text, or a control character
    ++at;
    add_node(quote, at, escapes);
    return at;
}

const char* Parser::long_escape(const char* at) {
    const Escape escape = read_escape({at, end_});
    if (escape.bytes == 0) return fail(ParseFault::bad_escape, at);
    if (escape.lone_surrogate && !options_.allow_lone_surrogates) return fail(ParseFault::bad_escape, at);
    return at + escape.bytes;
}

// RFC 8259, 6: [ minus ] int [ frac ] [ exp ]. What follows is not looked at: no rule lets a number stand next to
// anything but a comma, a bracket or white space, so `01` and `1x` fail there.
const char* Parser::number(const char* at) {
    const char* const begin = at;
    if (*at == '-') ++at;
    if (is(at, '0')) {
        ++at;
    } else if (at = digits(at); !at) {
        return nullptr;
    }
    if (is(at, '.')) {
        at = digits(at + 1);
        if (!at) return nullptr;
    }
    if (is(at, 'e') || is(at, 'E')) {
        ++at;
        if (is(at, '+') || is(at, '-')) ++at;
        at = digits(at);
        if (!at) return nullptr;
    }
    add_node(begin, at, 0);
    return at;
}

inline const char* Parser::digits(const char* at) {
    if (at == end_ || !is_digit(*at)) return fail(ParseFault::grammar, at);
    while (at != end_ && is_digit(*at))
        ++at;
    return at;
}

const char* Parser::word(const char* at, std::string_view expected) {
    if (!std::string_view(at, end_).starts_with(expected)) return fail(ParseFault::grammar, at);
    const char* const past = at + expected.size();
    add_node(at, past, 0);
    return past;
}

const char* Parser::close_container(const char* at) {
    const std::uint32_t index = open_;
    Document::Node& container = nodes_[index];
    const bool is_object = closing_ == '}';
    --depth_;
    ++at;
    open_ = container.next;
    if (open_ != none) closing_ = text_[nodes_[open_].begin] == '{' ? '}' : ']';
    container.next = static_cast<std::uint32_t>(nodes_.size());
    container.end = offset(at);
    if (!is_object || container.size < 2) return at;
    if (const auto key = find_duplicate_key(document_, index)) {
        return fail(ParseFault::duplicate_key, text_.data() + nodes_[*key].begin);
    }
    return at;
}

// Outside of strings the grammar allows nothing but ASCII, and most texts hold nothing else inside of them either.
bool Parser::utf8() {
    if (non_ascii_ == 0) return true;
    const auto bad = find_bad_utf8(text_);
    return !bad || fail(ParseFault::bad_utf8, text_.data() + *bad) != nullptr;
}

const char* Parser::fail(ParseFault fault, const char* at) {
    error_ = {fault, static_cast<std::size_t>(at - text_.data())};
    return nullptr;
}

}  // namespace parley::json
