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

// Compact text, which is most, has none: one comparison says so.
inline void Parser::skip_space() {
    if (at_end() || static_cast<unsigned char>(*at_) > ' ') return;
    while (!at_end() && is_space(*at_))
        ++at_;
}

inline void Parser::add_node(const char* begin, std::uint32_t size) {
    const auto next = static_cast<std::uint32_t>(nodes_.size() + 1);
    nodes_.push({.begin = offset(begin), .end = offset(at_), .next = next, .size = size});
}

Parser::Parser(Document& document, const ParseOptions& options)
    : document_(document),
      nodes_(document.nodes_),
      options_(options),
      text_(document.text_),
      at_(text_.data()),
      end_(text_.data() + text_.size()) {}

ParseError Parser::run() {
    if (text_.size() > text_bytes_max) return {ParseFault::too_large, text_bytes_max};
    skip_space();
    if (at_end()) return {ParseFault::empty, text_.size()};

    if (!values()) return error_;
    skip_space();
    if (!at_end()) return {ParseFault::trailing_bytes, offset(at_)};
    utf8();
    return error_;
}

// Every turn reads one value, or the opening of one, and what stands behind it.
bool Parser::values() {
    while (value_is_due_) {
        if (at_end()) return fail(ParseFault::grammar);
        const bool is_container = *at_ == '{' || *at_ == '[';
        if (!(is_container ? open_container() : scalar() && end_value())) return false;
    }
    return true;
}

bool Parser::scalar() {
    switch (*at_) {
        case '"':
            return string();
        case 't':
            return word("true");
        case 'f':
            return word("false");
        case 'n':
            return word("null");
        default:
            return number();
    }
}

bool Parser::open_container() {
    if (depth_ == options_.depth_max) return fail(ParseFault::too_deep);
    ++depth_;
    const std::uint32_t begin = offset(at_);
    closing_ = *at_ == '{' ? '}' : ']';
    const std::uint32_t around = open_;
    open_ = static_cast<std::uint32_t>(nodes_.size());
    nodes_.push({.begin = begin, .end = begin, .next = around, .size = 0});
    ++at_;
    skip_space();
    if (is_next(closing_)) return close_container() && end_value();
    return next_member();
}

bool Parser::end_value() {
    value_is_due_ = false;
    while (open_ != none) {
        skip_space();
        if (is_next(',')) {
            ++at_;
            skip_space();
            value_is_due_ = true;
            return next_member();
        }
        if (!is_next(closing_)) return fail(ParseFault::grammar);
        if (!close_container()) return false;
    }
    return true;
}

bool Parser::next_member() {
    ++nodes_[open_].size;  // before anything is added: nodes move when the array grows
    return closing_ == ']' || key();
}

bool Parser::key() {
    if (!is_next('"')) return fail(ParseFault::grammar);
    if (!string()) return false;
    skip_space();
    if (!is_next(':')) return fail(ParseFault::grammar);
    ++at_;
    skip_space();
    return true;
}

bool Parser::string() {
    const char* const quote = at_;
    const char* at = at_ + 1;
    std::uint32_t escapes = 0;
    bool non_ascii = false;
    for (;;) {
        const Special special = find_special(at, end_);
        non_ascii |= special.non_ascii;
        at = special.at;
        if (at == end_ || *at != '\\') break;
        ++escapes;
        if (end_ - at >= 2 && named_character(at[1]) != 0) {
            at += 2;
            continue;
        }
        at_ = at;
        if (!long_escape()) return false;
        at = at_;
    }
    at_ = at;
    non_ascii_ |= non_ascii;
    if (!is_next('"')) return fail(ParseFault::grammar);  // the end of the text, or a control character
    ++at_;
    add_node(quote, escapes);
    return true;
}

bool Parser::long_escape() {
    const Escape escape = read_escape({at_, end_});
    if (escape.bytes == 0) return fail(ParseFault::bad_escape);
    if (escape.lone_surrogate && !options_.allow_lone_surrogates) return fail(ParseFault::bad_escape);
    at_ += escape.bytes;
    return true;
}

// RFC 8259, 6: [ minus ] int [ frac ] [ exp ]. What follows is not looked at: no rule lets a number stand next to
// anything but a comma, a bracket or white space, so `01` and `1x` fail there.
bool Parser::number() {
    const char* const begin = at_;
    if (*at_ == '-') ++at_;
    if (is_next('0')) {
        ++at_;
    } else if (!digits()) {
        return false;
    }
    if (is_next('.')) {
        ++at_;
        if (!digits()) return false;
    }
    if (is_next('e') || is_next('E')) {
        ++at_;
        if (is_next('+') || is_next('-')) ++at_;
        if (!digits()) return false;
    }
    add_node(begin, 0);
    return true;
}

bool Parser::digits() {
    if (at_end() || !is_digit(*at_)) return fail(ParseFault::grammar);
    while (!at_end() && is_digit(*at_))
        ++at_;
    return true;
}

bool Parser::word(std::string_view expected) {
    const std::string_view rest(at_, end_);
    if (!rest.starts_with(expected)) return fail(ParseFault::grammar);
    const char* const begin = at_;
    at_ += expected.size();
    add_node(begin, 0);
    return true;
}

bool Parser::close_container() {
    const std::uint32_t index = open_;
    Document::Node& container = nodes_[index];
    const bool is_object = closing_ == '}';
    --depth_;
    ++at_;
    open_ = container.next;
    if (open_ != none) closing_ = text_[nodes_[open_].begin] == '{' ? '}' : ']';
    container.next = static_cast<std::uint32_t>(nodes_.size());
    container.end = offset(at_);
    if (!is_object || container.size < 2) return true;
    if (const auto key = find_duplicate_key(document_, index))
        return fail(ParseFault::duplicate_key, nodes_[*key].begin);
    return true;
}

// Outside of strings the grammar allows nothing but ASCII, and most texts hold nothing else inside of them either.
bool Parser::utf8() {
    if (!non_ascii_) return true;
    const auto bad = find_bad_utf8(text_);
    return !bad || fail(ParseFault::bad_utf8, *bad);
}

bool Parser::fail(ParseFault fault, std::size_t offset) {
    error_ = {fault, offset};
    return false;
}

}  // namespace parley::json
