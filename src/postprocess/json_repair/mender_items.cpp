// mender_items.cpp: where a key or a value begins.
#include <algorithm>

#include "postprocess/json_repair/characters.hpp"
#include "postprocess/json_repair/mender.hpp"

namespace parley::postprocess::json_repair {
namespace {

constexpr int end = Lookahead::end;
constexpr int far = Lookahead::far;

/// The letter before a string of Python's: u'abc'.
bool is_string_prefix(Lookahead& look) {
    constexpr std::string_view prefixes = "ubrfUBRF";
    const int letter = look.peek();
    if (letter < 0 || prefixes.find(static_cast<char>(letter)) == std::string_view::npos) return false;
    const int quote = look.peek(1);
    const int behind = look.peek(2);
    return (quote == '"' || quote == '\'') && (is_letter(behind) || behind == '{' || (behind == quote && !is_letter(look.peek(3))));
}

}  // namespace

bool Mender::begin_key() {
    Lookahead look = look_from(at_);
    const Quote quote = quote_at(look);
    const bool is_prefix = !quote && is_string_prefix(look);
    if (!sated(look)) return false;
    if (quote) return begin_string(Where::key, quote);
    if (is_prefix) {
        mend(MendKind::stray_removed);
        ++at_;
        return true;
    }
    return begin_bare_key();
}

bool Mender::begin_bare_key() {
    Lookahead look = look_from(at_);
    int c = look.peek();
    for (; c != end && c != far && c != '\n' && c != ':' && c != '=' && !is_separator(c) && !is_closer(c); c = look.peek()) {
        if (c == '{' || c == '[' || c == '(' || c == '"') break;
        look.skip();
    }
    std::string_view key = trim(look.since(at_));
    std::size_t key_end = look.at();
    bool is_stray = key.empty() && c != ':' && c != '=';
    if (c == '"' && !key.empty()) {  // the other quote of the key, or the value, or the key that was meant
        is_stray = quoted_key(look) == Answer::yes;
        look.go_back_to(key_end + 1);
        while (is_blank(look.peek())) look.skip();
        if (look.peek() == ':') ++key_end;
    }
    if (!sated(look)) return false;
    if (c == end) {
        mend(MendKind::end_cut);
        if (top().place == Place::comma) top().place = Place::after;
        at_ = key_end;
        return true;
    }
    if (is_stray) {
        mend(MendKind::stray_removed);
        at_ = std::max(at_ + 1, key_end);
        return true;
    }
    if (is_separator(c) || is_closer(c)) {  // "name John" without the colon
        key = first_word(key);
        key_end = at_ + key.size();
    }
    begin_item();
    mend(MendKind::key_quoted);
    write('"');
    write_escaped(key);
    write('"');
    at_ = key_end;
    key_written();
    return true;
}

bool Mender::begin_value(Where where) {
    const int c = byte();
    if (c == '{' || c == '[' || c == '(') return open_structure(c);
    Lookahead look = look_from(at_);
    const Quote quote = quote_at(look);
    const bool is_prefix = !quote && is_string_prefix(look);
    if (!sated(look)) return false;
    if (quote) return begin_string(where, quote);
    if (is_prefix) {
        mend(MendKind::stray_removed);
        ++at_;
        return true;
    }
    return begin_bare(where);
}

bool Mender::open_structure(int c) {
    if (frames_.size() == depth_max) return fail(State::too_deep);
    Lookahead look = look_from(at_ + 1);
    const bool is_list = c == '{' && list_follows(look);
    const bool is_object = c == '{' ? !is_list : c == '[' && members_follow(look);
    if (!sated(look)) return false;
    begin_item();
    if (c == '(' || is_object != (c == '{')) mend(MendKind::bracket_replaced);
    push(is_object ? Kind::object : Kind::array, c == '{' ? '}' : c == '[' ? ']' : ')');
    ++at_;
    return true;
}

bool Mender::begin_string(Where where, Quote quote) {
    Lookahead look = look_from(at_);
    bool triple = false;
    if (quote.kind == QuoteKind::plain || quote.kind == QuoteKind::single) {
        const int c = look.peek();
        triple = look.peek(1) == c && look.peek(2) == c;
        const int behind = triple ? look.peek(3) : 0;
        triple = triple && behind != ',' && behind != ':' && behind != end && behind != far && !is_closer(behind);
    }
    if (!sated(look)) return false;
    holding_ = where == Where::key;
    begin_item();
    if (triple || quote.kind != QuoteKind::plain) mend(MendKind::quote_replaced);
    write('"');
    at_ += triple ? 3 : quote.bytes;
    reading_ = {.where = where, .open = quote, .triple = triple};
    phase_ = Phase::string;
    return true;
}

}  // namespace parley::postprocess::json_repair
