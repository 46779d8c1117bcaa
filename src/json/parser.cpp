#include "json/parser.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>

#include "json/duplicate_keys.hpp"
#include "json/escape.hpp"
#include "json/name_hash.hpp"
#include "json/scan.hpp"
#include "json/string_end.hpp"
#include "json/utf8.hpp"

namespace parley::json {
namespace {

bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

// RFC 8259, 2: these four and no others.
bool is_space(char byte) { return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t'; }

[[gnu::noinline]] std::optional<std::uint32_t> duplicate_in(const Document& document, std::uint32_t object) {
    return find_duplicate_key(document, object);
}

[[gnu::noinline]] std::optional<std::size_t> bad_utf8_in(std::string_view text) { return find_bad_utf8(text); }

// In the place of the bits of an object's names: they are many, or escaped, and will be compared when the object ends.
constexpr std::uint32_t names_undecided = 0xffff'ffff;

// The place in the text is handed from step to step, and comes back moved, or null when the text is not acceptable. A parser
// lives in one function, run(), into which all others are flattened: so what it knows lies in registers.
//
// bracketed  The text ends in a closing bracket. Then a step that looks at one byte never has to ask whether there is one: what
//            it walks over stops at that bracket at the latest, and behind it nothing is looked at.
template <bool bracketed>
class Parser {
  public:
    Parser(const Document& document, std::string_view text, NodeArray& nodes, const ParseOptions& options)
        : document_(document),
          nodes_(nodes),
          options_(options),
          text_(text.data()),
          end_(text_ + text.size()),
          no_look_from_(text.size() < 16 ? text_ : end_ - 15),
          first_(nodes.data()),
          next_(first_),
          last_(first_ + nodes.capacity() - 2) {}

    ParseError run();

  private:
    static constexpr std::uint32_t none = 0xffff'ffff;  // no container is open

    // Each reads something at `at` and gives the place past it, or notes the error and gives null.
    const char* values(const char* at);  // the outermost container with all that is inside
    const char* scalar(const char* at);
    const char* string(const char* quote);
    unsigned special_at(const char* at);
    const char* number(const char* at);
    const char* digits(const char* at);
    const char* word(const char* at, std::string_view expected);
    const char* open_container(const char* at);    // past its bracket
    const char* close_containers(const char* at);  // as many as end here
    const char* next_member(const char* at);       // behind the bracket or a comma, up to the value
    const char* key(const char* at);

    bool note_name(Node& key, std::string_view name);
    bool stands_before(const Node& key) const;
    bool close_container(const char* past);
    bool has_duplicates();
    void make_room();
    void add_node(const char* begin, const char* past, std::uint32_t size);
    const char* skip_space(const char* at) const;
    bool is_end(const char* at) const { return !bracketed && at == end_; }
    bool is(const char* at, char byte) const { return !is_end(at) && *at == byte; }
    std::uint32_t index(const Node* node) const { return static_cast<std::uint32_t>(node - first_); }
    std::uint32_t offset(const char* at) const { return static_cast<std::uint32_t>(at - text_); }
    std::nullptr_t fail(ParseFault fault, const char* at);

    const Document& document_;
    NodeArray& nodes_;
    const ParseOptions& options_;
    const char* const text_;
    const char* const end_;
    const char* const no_look_from_;  // from here on fewer than sixteen bytes are left
    Node* first_;
    Node* next_;  // where the next node goes
    Node* last_;  // where it may go at the latest: there is room for two

    // Of the innermost open container. While one inside of it is open, they wait in its node, in `size` and `end`, and what is
    // around it in `span`: the nodes are their own stack.
    std::uint32_t open_ = none;
    std::uint32_t size_ = 0;
    std::uint32_t names_ = 0;  // of an object: a bit for each of its names so far, by the name's hash
    char closing_ = 0;         // its bracket

    std::size_t depth_ = 0;   // containers that are open
    unsigned non_ascii_ = 0;  // not 0: some string may hold more than ASCII
    ParseError error_;
};

template <bool bracketed>
[[gnu::flatten]] ParseError Parser<bracketed>::run() {
    const char* at = skip_space(text_);
    if (at == end_) return {ParseFault::empty, offset(end_)};
    at = *at == '{' || *at == '[' ? values(at) : scalar(at);
    if (!at) return error_;
    while (at != end_ && is_space(*at)) ++at;
    if (at != end_) return {ParseFault::trailing_bytes, offset(at)};
    // Outside of strings the grammar allows nothing but ASCII, and most texts hold nothing else inside of them either.
    if (non_ascii_ != 0) {
        if (const auto bad = bad_utf8_in({text_, end_})) return {ParseFault::bad_utf8, *bad};
    }
    nodes_.set_size(index(next_));
    return {};
}

// Every turn reads one value, or the opening of one, then the ends of what it was the last part of, and goes on behind the
// comma.
template <bool bracketed>
inline const char* Parser<bracketed>::values(const char* at) {
    for (;;) {
        if (is_end(at)) return fail(ParseFault::grammar, at);
        const bool opens = *at == '{' || *at == '[';
        at = opens ? open_container(at) : scalar(at);
        if (!at) return nullptr;
        if (opens) at = skip_space(at);
        if (!opens || is(at, closing_)) {
            if (!is(at, ',')) {
                at = close_containers(skip_space(at));
                if (!at || open_ == none) return at;
                if (!is(at, ',')) return fail(ParseFault::grammar, at);
            }
            at = skip_space(at + 1);
        }
        at = next_member(at);
        if (!at) return nullptr;
    }
}

template <bool bracketed>
inline const char* Parser<bracketed>::next_member(const char* at) {
    make_room();
    ++size_;
    return closing_ == ']' ? at : key(at);
}

template <bool bracketed>
inline const char* Parser<bracketed>::key(const char* at) {
    if (!is(at, '"')) return fail(ParseFault::grammar, at);
    const char* const begin = at + 1;
    at = string(at);
    if (!at || !note_name(next_[-1], {begin, at - 1})) return nullptr;
    if (!is(at, ':')) at = skip_space(at);
    if (!is(at, ':')) return fail(ParseFault::grammar, at);
    return skip_space(at + 1);
}

// Names of different bits differ, so most names of a small object are never compared at all.
template <bool bracketed>
inline bool Parser<bracketed>::note_name(Node& key, std::string_view name) {
    key.span = name_hash(name);
    const std::uint32_t bit = 1u << (key.span >> 27);
    if (key.size > 0) {
        names_ = names_undecided;
    } else if ((names_ & bit) != 0 && names_ != names_undecided) [[unlikely]] {
        if (size_ > pairwise_members_max) {
            names_ = names_undecided;
        } else if (stands_before(key)) {
            fail(ParseFault::duplicate_key, text_ + key.begin);
            return false;
        }
    }
    names_ |= bit;
    return true;
}

template <bool bracketed>
inline bool Parser<bracketed>::stands_before(const Node& key) const {
    const std::uint32_t bytes = key.end - key.begin;
    for (const Node* earlier = first_ + open_ + 1; earlier != &key; earlier += 1 + earlier[1].span) {
        if (earlier->span != key.span || earlier->end - earlier->begin != bytes) continue;
        if (std::memcmp(text_ + earlier->begin, text_ + key.begin, bytes) == 0) return true;
    }
    return false;
}

template <bool bracketed>
inline const char* Parser<bracketed>::open_container(const char* at) {
    if (depth_ == options_.depth_max) return fail(ParseFault::too_deep, at);
    ++depth_;
    if (open_ != none) {
        first_[open_].size = size_;
        first_[open_].end = names_;
    }
    *next_ = {.begin = offset(at), .end = 0, .span = open_, .size = 0};
    open_ = index(next_++);
    closing_ = *at == '{' ? '}' : ']';
    size_ = names_ = 0;
    return at + 1;
}

template <bool bracketed>
inline const char* Parser<bracketed>::close_containers(const char* at) {
    while (is(at, closing_)) {
        if (!close_container(at + 1)) return nullptr;
        if (open_ == none) return at + 1;
        at = skip_space(at + 1);
    }
    return at;
}

template <bool bracketed>
inline bool Parser<bracketed>::close_container(const char* past) {
    Node& container = first_[open_];
    const std::uint32_t around = container.span;
    container.end = offset(past);
    container.span = index(next_) - open_;
    container.size = size_;
    if (names_ == names_undecided && has_duplicates()) return false;
    --depth_;
    open_ = around;
    if (open_ == none) return true;
    closing_ = text_[first_[open_].begin] == '{' ? '}' : ']';
    size_ = first_[open_].size;
    names_ = first_[open_].end;
    if (bracketed && past == end_) fail(ParseFault::grammar, past);
    return !(bracketed && past == end_);
}

// Of the object that is being closed.
template <bool bracketed>
inline bool Parser<bracketed>::has_duplicates() {
    nodes_.set_size(index(next_));
    const std::optional<std::uint32_t> key = duplicate_in(document_, open_);
    if (key) fail(ParseFault::duplicate_key, text_ + first_[*key].begin);
    return key.has_value();
}

template <bool bracketed>
inline const char* Parser<bracketed>::scalar(const char* at) {
    switch (*at) {
        case '"': return string(at);
        case 't': return word(at, "true");
        case 'f': return word(at, "false");
        case 'n': return word(at, "null");
        default: return number(at);
    }
}

// Keys and most values end within thirty-two bytes and hold no escape: one look or two find the closing quote.
template <bool bracketed>
inline const char* Parser<bracketed>::string(const char* quote) {
    const char* at = quote + 1;
    if (at < no_look_from_) [[likely]] {
        unsigned special = special_at(at);
        if (special == 0 && at + 16 < no_look_from_) {
            at += 16;
            special = special_at(at);
        }
        at += std::countr_zero(special | 1u << 15);
        if (*at == '"') [[likely]] {
            add_node(quote, at + 1, 0);
            return at + 1;
        }
    }
    const StringEnd found = find_string_end(at, end_, options_.allow_lone_surrogates);
    if (found.fault != ParseFault::none) return fail(found.fault, found.at);
    non_ascii_ |= found.non_ascii ? 1 : 0;
    add_node(quote, found.at + 1, found.escapes);
    return found.at + 1;
}

// A bit for each of sixteen bytes that ends a string or begins an escape sequence, or is a mistake.
template <bool bracketed>
inline unsigned Parser<bracketed>::special_at(const char* at) {
    const detail::Block block = detail::look_at_16_bytes(at);
    non_ascii_ |= block.non_ascii;
    return block.special;
}

// RFC 8259, 6: [ minus ] int [ frac ] [ exp ]. What follows is not looked at: no rule lets a number stand next to
// anything but a comma, a bracket or white space, so `01` and `1x` fail there.
template <bool bracketed>
inline const char* Parser<bracketed>::number(const char* at) {
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

template <bool bracketed>
inline const char* Parser<bracketed>::digits(const char* at) {
    if (is_end(at) || !is_digit(*at)) return fail(ParseFault::grammar, at);
    while (!is_end(at) && is_digit(*at)) ++at;
    return at;
}

template <bool bracketed>
inline const char* Parser<bracketed>::word(const char* at, std::string_view expected) {
    if (!std::string_view(at, end_).starts_with(expected)) return fail(ParseFault::grammar, at);
    const char* const past = at + expected.size();
    add_node(at, past, 0);
    return past;
}

// Every member needs two nodes at most, its own and its name's.
template <bool bracketed>
inline void Parser<bracketed>::make_room() {
    if (next_ <= last_) [[likely]]
        return;
    const std::uint32_t written = index(next_);
    nodes_.set_size(written);
    nodes_.grow();
    first_ = nodes_.data();
    next_ = first_ + written;
    last_ = first_ + nodes_.capacity() - 2;
}

template <bool bracketed>
inline void Parser<bracketed>::add_node(const char* begin, const char* past, std::uint32_t size) {
    *next_++ = {.begin = offset(begin), .end = offset(past), .span = 1, .size = size};
}

// Compact text, which is most, has none: one comparison says so, wherever a token may begin.
template <bool bracketed>
inline const char* Parser<bracketed>::skip_space(const char* at) const {
    while (!is_end(at) && static_cast<unsigned char>(*at) <= ' ' && is_space(*at)) ++at;
    return at;
}

template <bool bracketed>
inline std::nullptr_t Parser<bracketed>::fail(ParseFault fault, const char* at) {
    error_ = {fault, static_cast<std::size_t>(at - text_)};
    return nullptr;
}

std::string_view without_space_at_end(std::string_view text) {
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

}  // namespace

ParseError parse_nodes(const Document& document, NodeArray& nodes, const ParseOptions& options) {
    if (document.text().size() > text_bytes_max) return {ParseFault::too_large, text_bytes_max};
    const std::string_view text = without_space_at_end(document.text());
    if (text.ends_with('}') || text.ends_with(']')) return Parser<true>(document, text, nodes, options).run();
    return Parser<false>(document, document.text(), nodes, options).run();
}

}  // namespace parley::json
