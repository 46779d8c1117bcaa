// mender_tokens.cpp: values without quotes: numbers, literals, calls, and words that are none of these.
#include "postprocess/json_repair/characters.hpp"
#include "postprocess/json_repair/mender.hpp"
#include "postprocess/json_repair/number.hpp"

namespace parley::postprocess::json_repair {
namespace {

constexpr int end = Lookahead::end;
constexpr int far = Lookahead::far;

/// Passes what may belong to a value without quotes.
void skip_token(Lookahead& look) {
    for (int before = 0;; look.skip()) {
        const int c = look.peek();
        if (c == end || c == far || c == '\n' || c == '"' || c == ')' || is_separator(c) || is_closer(c)) return;
        if ((c == '`' && look.starts_with("```")) || (c == '.' && is_blank(before) && look.starts_with("..."))) return;
        if (is_blank(before) && (c == '#' || (c == '/' && (look.peek(1) == '/' || look.peek(1) == '*')))) return;
        before = c;
    }
}

/// Passes 1,234,567.89 where no key can be meant by any of it.
bool skip_grouped_digits(Lookahead& look) {
    if (look.peek() == '0') return false;
    std::size_t digits = 0;
    for (; is_digit(look.peek()); ++digits) look.skip();
    bool any = false;
    for (; digits <= 3 && look.peek() == ',' && is_digit(look.peek(1)); any = true) {
        look.skip();
        for (digits = 0; is_digit(look.peek()); ++digits) look.skip();
        if (digits != 3) return false;
    }
    if (look.peek() == '.' && is_digit(look.peek(1))) look.skip();
    while (is_digit(look.peek())) look.skip();
    const std::size_t end_of_number = look.at();
    skip_blanks(look);
    const int c = look.peek();
    look.go_back_to(end_of_number);
    return any && (c == ',' || c == '}' || c == end);
}

}  // namespace

bool Mender::begin_bare(Where where) {
    bool begun = false;
    if (!begin_call(where, begun)) return false;
    return begun || begin_token(where);
}

// ObjectId("..."), new Date(0), NumberLong(1)
bool Mender::begin_call(Where where, bool& begun) {
    Lookahead look = look_from(at_);
    if (look.starts_with("new ")) look.skip(4);
    begun = is_letter(look.peek());
    while (is_letter(look.peek()) || is_digit(look.peek()) || look.peek() == '.' || look.peek() == '_') look.skip();
    begun = begun && look.peek() == '(';
    if (begun) {
        look.skip();
        const std::size_t inside = look.at();
        while (is_blank(look.peek())) look.skip();
        const int c = look.peek();
        begun = c == ')' || c == '{' || c == '[' || c == '-' || is_digit(c) || quote_at(look);
        look.go_back_to(inside);
    }
    if (!sated(look)) return false;
    if (!begun || where == Where::root || frames_.size() == depth_max) {
        begun = false;
        return true;
    }
    begin_item();
    mend(MendKind::call_unwrapped);
    push(Kind::call, ')');
    at_ = look.at();
    return true;
}

// A number, a word that JSON knows or ought to know, or text.
bool Mender::begin_token(Where where) {
    Lookahead look = look_from(at_);
    skip_token(look);
    const int stop = look.peek();
    const std::string_view token = trim(look.since(at_));
    std::string_view word = first_word(token);
    const bool is_stray = token.empty();  // nothing that could be a value
    const std::size_t glued = number_bytes(word);
    if (glued > 0 && glued < word.size() && (word[glued] == '{' || word[glued] == '[' || word[glued] == '\\')) {
        word = word.substr(0, glued);
    } else if (word.size() < token.size()) {  // only the beginning, if a key or a value follows without a comma
        look.go_back_to(at_ + word.size());
        skip_blanks(look);
        const int c = look.peek();
        const bool follows = c == '{' || c == '[' || bare_key(look) == Answer::yes;
        if (!follows && (where == Where::member || !(is_digit(c) || c == '-'))) word = token;
    } else if (stop == '"' && look.at() == at_ + word.size()) {  // the end of a string whose beginning is missing
        look.skip();
        const Site here{.where = where, .open = QuoteKind::plain, .depth = frames_.size()};
        if (string_end(look, here) == StringEnd::end) word = {};
    }
    Lookahead groups = look_from(at_);
    const bool is_grouped = where == Where::member && stop == ',' && skip_grouped_digits(groups);
    if (!sated(look) || !sated(groups)) return false;
    if (is_grouped) {
        mend(MendKind::number_mended);
        for (; at_ < groups.at(); ++at_) {
            if (window_[at_] != ',') write(window_[at_]);
        }
        value_written();
        return true;
    }

    if (is_stray) {
        mend(MendKind::stray_removed);
        ++at_;
        return true;
    }
    const bool is_cut = stop == end && word.size() == token.size();
    const std::size_t digits = number_bytes(word);
    std::optional<std::string_view> literal = literal_of(word);
    if (!literal && is_cut) literal = literal_begun_by(word);
    const bool is_long = stop == far && digits == token.size() && digits > 0;
    begin_item();
    if (is_long && (is_json_number(token) || is_json_number(std::string(token) + '0'))) {
        number_part_ = 0;
        phase_ = Phase::number;
    } else if (literal) {
        if (literal != word) mend(is_cut && literal->starts_with(word) ? MendKind::word_completed : MendKind::word_replaced);
        write(*literal);
        at_ += word.size();
        value_written();
    } else if (digits > 0 && digits == word.size()) {
        const std::string number = print_number(word);
        if (number != word) mend(MendKind::number_mended);
        write(number);
        at_ += digits;
        value_written();
    } else {
        mend(MendKind::text_quoted);
        write('"');
        reading_ = {.where = where, .open = {QuoteKind::plain, 1}};
        phase_ = Phase::words;
    }
    return true;
}

// A number that is longer than a look: written as it comes, while it is one.
bool Mender::number_step() {
    enum Part : std::uint8_t { integer, point, fraction, exponent, exponent_sign, exponent_digits };
    const auto accepts = [this](char c) {
        const auto part = static_cast<Part>(number_part_);
        if (is_digit(c)) {
            if (part == point) number_part_ = fraction;
            if (part == exponent || part == exponent_sign) number_part_ = exponent_digits;
            return true;
        }
        if (c == '-' && part == integer) return true;  // the first byte; a later one is not let through by begin_token()
        if (c == '.' && part == integer) return number_part_ = point, true;
        if ((c == 'e' || c == 'E') && (part == integer || part == fraction)) return number_part_ = exponent, true;
        if ((c == '-' || c == '+') && part == exponent) return number_part_ = exponent_sign, true;
        return false;
    };
    const std::size_t begin = at_;
    while (at_ < window_.size() && accepts(window_[at_])) ++at_;
    write(window_.substr(begin, at_ - begin));
    if (at_ == window_.size() && !last_) return false;
    const auto part = static_cast<Part>(number_part_);
    if (part == point || part == exponent || part == exponent_sign) {
        mend(MendKind::number_mended);
        write('0');
    }
    value_written();
    return true;
}

}  // namespace parley::postprocess::json_repair
