// mender_words.cpp: text that stands where a string should, without quotes.
#include <algorithm>
#include <utility>

#include "postprocess/json_repair/characters.hpp"
#include "postprocess/json_repair/mender.hpp"

namespace parley::postprocess::json_repair {
namespace {

constexpr int end = Lookahead::end;

bool is_plain(int c) {
    return c > ' ' && c < 0x80 && !is_separator(c) && !is_closer(c) && c != ')' && c != '"' && c != '\\' && c != '/' && c != '#' &&
           c != '`' && c != '{' && c != '[';
}

}  // namespace

bool Mender::words_step() {
    if (at_ == window_.size()) {
        if (last_) finish_words();
        return last_;
    }
    const int c = byte();
    if (c == ' ' || c == '\t' || c == '\r') {
        if (space_.size() < space_max) space_ += static_cast<char>(c);
        ++at_;
        return true;
    }
    if (c == '"') return words_quote();
    bool ends = false;
    if (!is_plain(c) && !words_end_here(c, ends)) return false;
    if (ends) {
        finish_words();
        return true;
    }
    if (c == '\n') {
        if (space_.size() < space_max) space_ += '\n';
        ++at_;
        return true;
    }
    std::string space;
    space.swap(space_);
    if (c >= 0x80) {
        const std::size_t before = at_;
        std::string text;
        std::string* const out = std::exchange(out_, &text);  // the spaces come first, and only if the character is whole
        const bool whole = string_bytes();
        out_ = out;
        if (!whole) space_ = std::move(space);
        if (!whole) return false;
        if (at_ > before) write_escaped(space);
        write(text);
        return true;
    }
    write_escaped(space);
    const std::size_t begin = at_++;
    while (at_ < window_.size() && is_plain(static_cast<unsigned char>(window_[at_]))) ++at_;
    write_escaped(window_.substr(begin, at_ - begin));
    reading_.empty = false;
    return true;
}

bool Mender::words_end_here(int c, bool& ends) {
    Lookahead look = look_from(at_);
    const bool in_object = reading_.where == Where::member;
    if (is_closer(c)) {
        std::uint16_t& open = c == '}' ? reading_.braces : reading_.brackets;
        if (open > 0)
            --open;
        else
            ends = std::any_of(frames_.begin(), frames_.end(), [c](const Frame& frame) { return frame.closer == c; });
    } else if (c == '{' || c == '[') {
        ++(c == '{' ? reading_.braces : reading_.brackets);
    } else if (c == ')') {
        ends = !frames_.empty() && top().closer == c;
    } else if (is_separator(c)) {
        look.skip();
        ends = in_object ? member_follows(look, false) : true;
    } else if (c == '\n') {
        skip_blanks(look);
        const int next = look.peek();
        ends = !in_object || next == end || is_closer(next) || is_separator(next) || look.starts_with("```") || member_follows(look, true);
    } else if (c == '/') {
        ends = !space_.empty() && (look.peek(1) == '/' || look.peek(1) == '*');
    } else if (c == '#') {
        ends = !space_.empty() && is_blank(look.peek(1));
    } else if (c == '`') {
        ends = look.starts_with("```");
    }
    return sated(look);
}

// The end of a string whose beginning was forgotten, or a quote in the text.
bool Mender::words_quote() {
    Lookahead look = look_from(at_ + 1);
    Site here = site();
    here.opening = !space_.empty() && !is_blank(look.peek());
    const bool is_end = string_end(look, here) == StringEnd::end;
    Lookahead key = look_from(at_);
    const bool is_next_key = !is_end && here.opening && here.where == Where::member && quoted_key(key) == Answer::yes;
    if (!sated(look) || !sated(key)) return false;
    if (is_next_key) {
        finish_words();
        return true;
    }
    if (!is_end) {
        mend(MendKind::quote_escaped);
        write_escaped(space_);
        space_.clear();
        write("\\\"");
        reading_.odd = !reading_.odd;
    }
    ++at_;
    if (is_end) finish_words();
    return true;
}

void Mender::finish_words() {
    space_.clear();
    write('"');
    value_written();
}

}  // namespace parley::postprocess::json_repair
