#include "postprocess/json_repair/plausibility.hpp"

#include "postprocess/json_repair/characters.hpp"
#include "postprocess/json_repair/foresight.hpp"
#include "postprocess/json_repair/number.hpp"

namespace parley::postprocess::json_repair {
namespace {

constexpr int end = Lookahead::end;
constexpr int far = Lookahead::far;

/// Passes the letters that stand for a line end or a tab where everything was escaped.
bool skip_escaped_blank(Lookahead& look) {
    const int letter = look.peek() == '\\' ? look.peek(1) : 0;
    if (letter != 'n' && letter != 'r' && letter != 't') return false;
    look.skip(2);
    return true;
}

/// Words, and what stands between a key and its value.
bool words_are_a_key(Lookahead& look) {
    for (int c = look.peek(); is_name(c) || c == ' '; c = look.peek()) look.skip();
    const int c = look.peek();
    return c == ':' || c == '=' || c == '"';
}

/// A list of bare words: [red, green]. A single one is a remark in brackets, unless nothing else is there.
bool words_are_a_list(Lookahead& look) {
    for (int c = look.peek();; c = look.peek()) {
        if (c == ',' || c == end) return true;
        if (c == far || c == '\n') return false;
        look.skip();
        if (c != ']') continue;
        skip_blanks(look);
        return look.peek() == end || look.starts_with("```");
    }
}

/// [12] within a sentence.
bool is_footnote(Lookahead& look, bool clean) {
    while (is_digit(look.peek())) look.skip();
    if (look.peek() != ']') return false;
    look.skip();
    while (look.peek() == ' ') look.skip();
    return !clean || is_letter(look.peek());
}

}  // namespace

bool is_value_start(Lookahead& look) {
    skip_blanks(look);
    const int c = look.peek();
    if (is_digit(c) || c == '-' || c == '{' || c == '[' || c == end || quote_at(look)) return true;
    const std::size_t begin = look.at();
    while (is_name(look.peek())) look.skip();
    return literal_of(look.since(begin)).has_value();
}

bool object_is_plausible(Lookahead& look, bool clean) {
    for (;; look.skip()) {
        do skip_blanks(look);
        while (skip_escaped_blank(look));
        const int c = look.peek();
        if (c == '{' || is_separator(c)) continue;
        if (c == '}' || quote_at(look)) return true;
        if (c == end || c == far || c == ']' || look.starts_with("...")) return clean;
        const std::size_t begin = look.at();
        if (clean && list_follows(look)) return true;
        look.go_back_to(begin);
        const Answer key = bare_key(look);
        if (key != Answer::no || !clean) return key == Answer::yes || (clean && look.peek() == end);
        look.go_back_to(begin);
        return is_name(c) && words_are_a_key(look);
    }
}

bool array_is_plausible(Lookahead& look, bool clean) {
    for (;; look.skip()) {
        do skip_blanks(look);
        while (skip_escaped_blank(look));
        const int c = look.peek();
        if (c == '[' || is_separator(c)) continue;
        if (c == '{') {
            look.skip();
            return object_is_plausible(look, clean);
        }
        if (is_digit(c)) return !is_footnote(look, clean);
        if (c == ']' || c == '-' || quote_at(look)) return true;
        if (c == end || c == far || c == '}' || look.starts_with("...")) return clean;
        const std::size_t begin = look.at();
        while (is_name(look.peek())) look.skip();
        if (literal_of(look.since(begin))) return true;
        return clean && look.at() > begin && words_are_a_list(look);
    }
}

}  // namespace parley::postprocess::json_repair
