// mender_ends.cpp: closing brackets, the right ones and the others, and the end of the text.
#include "postprocess/json_repair/mender.hpp"

namespace parley::postprocess::json_repair {
namespace {

constexpr int end = Lookahead::end;

/// Inside a string two slashes are no comment.
void skip_spaces(Lookahead& look) {
    while (is_blank(look.peek())) look.skip();
}

}  // namespace

// A closing bracket that fits.
bool Mender::close(int c) {
    Lookahead look = look_from(at_ + 1);
    const bool doubled = top().doubled && look.peek() == c;
    bool too_early = false;  // the whole would be over, but another member follows
    if (!doubled && frames_.size() == 1 && top().kind == Kind::object) {
        skip_blanks(look);
        if (look.peek() == ',') {
            look.skip();
            skip_blanks(look);
            too_early = quoted_key(look) == Answer::yes;
        }
    }
    if (!sated(look)) return false;
    if (too_early) {
        mend(MendKind::bracket_removed);
        ++at_;
        if (top().place == Place::comma) top().place = Place::after;
        return true;
    }
    if (top().place == Place::comma) mend(MendKind::comma_removed);
    at_ += doubled ? 2 : 1;
    close_frame();
    return true;
}

// A closing bracket that does not fit: the wrong one, one too many, or one before it is missing. What follows says which.
bool Mender::close_other(int c) {
    const Frame frame = top();
    std::size_t match = frames_.size();
    while (match > 0 && (frames_[match - 1].kind == Kind::call || frames_[match - 1].closer != c)) --match;
    Lookahead look = look_from(at_ + 1);
    skip_blanks(look);
    const bool comma = look.peek() == ',';
    if (comma) look.skip();
    skip_blanks(look);
    const int next = look.peek();
    const bool is_value = is_digit(next) || next == '{' || next == '[' || quote_at(look);
    const bool is_key = quoted_key(look) == Answer::yes;
    if (!sated(look)) return false;

    const bool is_object = frame.kind == Kind::object;
    const bool goes_on = comma && (is_object ? is_key : is_value && !is_key);
    if ((match == 0 && c == ')') || (frame.last == c && (match == 0 || goes_on))) {
        mend(MendKind::bracket_removed);
        ++at_;
        return true;
    }
    const bool fits_outer = comma && (is_object ? is_value && !is_key : is_key);  // as the next item of the one it would close
    const bool is_wrong = match == 0 || (fits_outer && frames_[match - 1].kind != frame.kind &&
                                         (match == 1 || frames_[match - 2].kind != frames_[match - 1].kind));
    if (!is_wrong) {
        mend(MendKind::bracket_added);
        close_frame();
        return true;
    }
    mend(MendKind::bracket_replaced);
    ++at_;
    close_frame();
    return true;
}

// The text is over: so is everything that is open.
void Mender::end_of_text() {
    while (!frames_.empty()) {
        const Place place = top().place;
        if (top().kind == Kind::object && (place == Place::colon || place == Place::value)) {
            mend(MendKind::value_added);
            write(place == Place::colon ? ":null" : "null");
        }
        if (top().kind == Kind::call && place == Place::start) write("null");
        mend(MendKind::bracket_added);
        space_.clear();
        close_frame();
    }
    phase_ = Phase::over;
    state_ = State::written;
}

void Mender::close_frame() {
    release_space();
    const Frame closed = top();
    frames_.pop_back();
    if (closed.kind != Kind::call) write(closed.kind == Kind::object ? '}' : ']');
    value_written();
    if (frames_.empty()) return;
    top().objects = top().objects || closed.kind == Kind::object;
    top().last = closed.closer;
}

/// Do closing brackets follow that close all that is open, and nothing behind them? Or do they lead to the next object of a list?
bool Mender::closes_everything(Lookahead& look) const {
    std::size_t open = frames_.size();
    for (; open > 0; --open) {
        skip_spaces(look);
        if (look.peek() != frames_[open - 1].closer) break;
        look.skip();
    }
    if (open == frames_.size()) return false;
    skip_spaces(look);
    if (open == 0) return look.peek() == end || fence_follows(look);
    if (look.peek() != ',') return false;
    look.skip();
    skip_spaces(look);
    if (look.peek() == '{') look.skip();
    skip_spaces(look);
    const Quote quote = quote_at(look);
    if (!closes(reading_.open.kind, quote.kind) || !is_name(look.peek(quote.bytes))) return false;
    return quoted_key(look) == Answer::yes;
}

}  // namespace parley::postprocess::json_repair
