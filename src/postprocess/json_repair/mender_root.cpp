// mender_root.cpp: the search for a value, through white space, fences, comments, prose and thoughts.
//
// Prose holds brackets and quotes of its own, so a value has to look like one: docs/json-repair.md has the rules in words.
#include <algorithm>

#include "postprocess/json_repair/characters.hpp"
#include "postprocess/json_repair/mender.hpp"
#include "postprocess/json_repair/number.hpp"
#include "postprocess/json_repair/plausibility.hpp"

namespace parley::postprocess::json_repair {
namespace {

constexpr int end = Lookahead::end;
constexpr int far = Lookahead::far;

bool is_punctuation(std::string_view text) {
    return std::none_of(text.begin(), text.end(), [](char c) { return is_letter(c) || is_digit(c) || (c & 0x80) != 0; });
}

bool starts_with_word(Lookahead& look, std::string_view lower_case) {
    for (std::size_t i = 0; i < lower_case.size(); ++i) {
        const int c = look.peek(i);
        if ((is_letter(c) ? c | 0x20 : c) != static_cast<unsigned char>(lower_case[i])) return false;
    }
    return true;
}

}  // namespace

bool Mender::fail(State state) {
    state_ = state;
    phase_ = Phase::over;
    return true;
}

void Mender::restart() {
    phase_ = Phase::seeking;
    clean_ = false;
    prose_seen_ = false;
    line_begins_ = false;
    in_prose_ = false;
    has_members_ = false;
}

void Mender::begin_inside_array(std::string& out) {
    out_ = &out;
    mend(MendKind::bracket_added);
    push(Kind::array, ']');
}

void Mender::begin_inside_object(std::string& out) {
    out_ = &out;
    mend(MendKind::bracket_added);
    push(Kind::object, '}');
}

bool Mender::seek_step() {
    if (at_ == window_.size()) return last_ ? fail(State::no_value) : false;
    const int c = byte();
    if (is_blank(c) || is_separator(c)) {
        if (is_separator(c)) mend(MendKind::comma_removed);
        line_begins_ = line_begins_ || c == '\n';
        ++at_;
        return true;
    }
    Lookahead look = look_from(at_);
    const std::size_t space_bytes = foreign_space(look);
    const int next = look.peek(1);
    const bool is_quote = clean_ && quote_at(look);
    const bool is_comment = line_begins_ && (c == '#' || (c == '/' && (next == '/' || next == '*')));
    if (!sated(look)) return false;
    if (space_bytes > 0) {
        mend(MendKind::stray_removed);
        at_ += space_bytes;
    } else if (is_comment) {
        mend(MendKind::comment_removed);
        after_comment_ = phase_;
        phase_ = next == '*' ? Phase::block_comment : Phase::line_comment;
        at_ += c == '#' ? 1 : 2;
    } else if (c == '{' || c == '[') {
        return seek_structure(c);
    } else if (c == '`') {
        return seek_fence();
    } else if (c == '<') {
        return seek_markup();
    } else if (is_quote) {
        return seek_quote();
    } else if (clean_ && (is_name(c) || c == '+')) {
        return seek_word();
    } else {
        skip_prose(1);
    }
    return true;
}

void Mender::skip_prose(std::size_t bytes) {
    if (!prose_seen_) mend(MendKind::prose_removed);
    prose_seen_ = true;
    clean_ = false;
    line_begins_ = false;
    at_ += bytes;
}

// Three back quotes and what they say of the language; a single one may stand around a value within a line.
bool Mender::seek_fence() {
    Lookahead look = look_from(at_);
    const bool is_fence = look.starts_with("```");
    if (is_fence) look.skip(3);
    if (!is_fence) look.skip();
    while (is_fence && is_name(look.peek())) look.skip();
    if (!sated(look)) return false;
    mend(MendKind::fence_removed);
    if (is_fence) {
        clean_ = true;
        prose_seen_ = false;
    }
    at_ = look.at();
    return true;
}

// A page is no answer, and what a model thinks aloud is none either.
bool Mender::seek_markup() {
    Lookahead look = look_from(at_);
    const bool is_page =
        clean_ && (starts_with_word(look, "<!doctype") || starts_with_word(look, "<html") || starts_with_word(look, "<?xml"));
    const bool is_thought = clean_ && (look.starts_with("<think>") || look.starts_with("<thinking>"));
    if (!sated(look)) return false;
    if (is_page) return fail(State::no_value);
    if (is_thought) phase_ = Phase::thoughts;
    skip_prose(1);
    return true;
}

bool Mender::thoughts_step() {
    constexpr std::string_view closing = "</think";
    const std::size_t found = window_.find(closing, at_);
    if (found == std::string_view::npos) {
        const std::size_t kept = last_ ? 0 : std::min(window_.size() - at_, closing.size() - 1);
        at_ = window_.size() - kept;
        if (last_) phase_ = Phase::seeking;
        return last_;
    }
    at_ = found + closing.size();
    Lookahead look = look_from(at_);
    while (is_name(look.peek())) look.skip();
    if (look.peek() == '>') look.skip();
    at_ = found;
    if (!sated(look)) return false;
    at_ = look.at();
    phase_ = Phase::seeking;
    clean_ = true;
    prose_seen_ = false;
    return true;
}

// A key: then its object's "{" is missing. Or a string that is all there is.
bool Mender::seek_quote() {
    Lookahead look = look_from(at_);
    bool is_member = quoted_key(look) == Answer::yes;
    if (is_member) {
        look.skip();
        is_member = is_value_start(look);
    }
    Lookahead whole = look_from(at_);
    const Quote quote = quote_at(whole);
    Answer alone = roots_ == Roots::any && !is_member ? skip_string(whole, quote) : Answer::no;
    const bool is_whole = alone == Answer::yes && quote.kind == QuoteKind::plain;
    if (alone == Answer::yes) {
        skip_blanks(whole);
        alone = whole.peek() == end || whole.peek() == far || whole.starts_with("```") ? Answer::unclear : Answer::no;
    }
    if (alone == Answer::unclear && !is_whole && whole.peek() == end && is_punctuation(whole.since(at_))) alone = Answer::no;
    if (!sated(look) || !sated(whole)) return false;
    if (is_member) {
        begin_inside_object(*out_);
    } else if (alone == Answer::unclear) {
        return begin_string(Where::root, quote);
    } else {
        skip_prose(quote.bytes);
    }
    return true;
}

// A key that has lost its object's "{" and its own first quote; a number or a literal that is all there is.
bool Mender::seek_word() {
    Lookahead look = look_from(at_);
    while (is_name(look.peek()) || look.peek() == '+') look.skip();
    const std::string_view word = look.since(at_);
    const int stop = look.peek();
    bool is_member = false;
    if (stop == '"') {
        look.skip();
        while (is_blank(look.peek())) look.skip();
        is_member = look.peek() == ':';
    }
    skip_blanks(look);
    const bool is_over = look.peek() == end || look.peek() == far || look.starts_with("```");
    if (!sated(look)) return false;
    const bool is_literal = literal_of(word) && word != "None" && (*literal_of(word) != "null" || word == "null");
    if (is_member) {
        begin_inside_object(*out_);
    } else if (roots_ == Roots::any && is_over && stop != '"' && (is_literal || number_bytes(word) == word.size())) {
        return begin_token(Where::root);
    } else {
        skip_prose(word.size());
    }
    return true;
}

bool Mender::seek_structure(int c) {
    Lookahead look = look_from(at_ + 1);
    const bool is_plausible = c == '{' ? object_is_plausible(look, !prose_seen_) : array_is_plausible(look, !prose_seen_);
    if (!sated(look)) return false;
    if (!is_plausible) {
        skip_prose(1);
        return true;
    }
    in_prose_ = prose_seen_;
    return open_structure(c);
}

}  // namespace parley::postprocess::json_repair
