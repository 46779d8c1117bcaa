#include "postprocess/json_repair/mender.hpp"

namespace parley::postprocess::json_repair {

Mender::State Mender::run(std::string_view window, bool last, std::string& out) {
    window_ = window;
    last_ = last;
    out_ = &out;
    while (phase_ != Phase::over) {
        if (!step()) return State::starved;
    }
    return state_;
}

void Mender::rebase() {
    base_ += at_;
    at_ = 0;
}

bool Mender::step() {
    switch (phase_) {
        case Phase::seeking: return seek_step();
        case Phase::structure: return structure_step();
        case Phase::string: return string_step();
        case Phase::words: return words_step();
        case Phase::number: return number_step();
        case Phase::line_comment:
        case Phase::block_comment: return comment_step();
        case Phase::thoughts: return thoughts_step();
        case Phase::over: break;
    }
    return true;
}

bool Mender::structure_step() {
    if (at_ == window_.size()) {
        if (last_) end_of_text();
        return last_;
    }
    const int c = byte();
    bool skipped = false;
    if (!skip_trivia(c, skipped)) return false;
    if (skipped) return true;
    switch (top().kind) {
        case Kind::object: return object_step(c);
        case Kind::array: return array_step(c);
        case Kind::call: return call_step(c);
    }
    return true;
}

bool Mender::object_step(int c) {
    Frame& frame = top();
    if (frame.place == Place::colon) return colon_step(c);
    if (frame.place == Place::value) {
        if (is_separator(c) || is_closer(c) || c == ')') {
            mend(MendKind::value_added);
            write("null");
            value_written();
            return true;
        }
        if (c != ':' && c != '=') return begin_value(Where::member);
        mend(MendKind::colon_removed);
        ++at_;
        return true;
    }
    if (is_separator(c)) return pass_separator(c);
    if (c == frame.closer) return close(c);
    if (is_closer(c) || c == ')') return close_other(c);
    if (c == '{' && frame.place != Place::start && frames_.size() > 1 && frames_[frames_.size() - 2].kind == Kind::array) {
        mend(MendKind::bracket_added);  // the next element begins, so this one is over
        close_frame();
        top().place = Place::comma;
        return true;
    }
    if (c == '{' || c == '[') {
        mend(MendKind::bracket_removed);
        if (c == '{' && frame.place == Place::start) frame.doubled = true;
        ++at_;
        return true;
    }
    if (c == ':' && frame.place == Place::after) {
        mend(MendKind::colon_removed);
        ++at_;
        return true;
    }
    return begin_key();
}

bool Mender::pass_separator(int c) {
    Frame& frame = top();
    if (frame.place != Place::after || c == ';') mend(MendKind::comma_removed);
    if (frame.place == Place::after) frame.place = Place::comma;
    frame.last = 0;
    ++at_;
    return true;
}

bool Mender::colon_step(int c) {
    if (is_separator(c) || is_closer(c) || c == ')') {
        mend(MendKind::value_added);
        write(":null");
        value_written();
        return true;
    }
    if (c == '=') {
        Lookahead look = look_from(at_);
        const bool is_arrow = look.peek(1) == '>';
        if (!sated(look)) return false;
        at_ += is_arrow ? 2 : 1;
    }
    if (c == ':') {
        ++at_;
    } else {
        mend(MendKind::colon_added);
    }
    write(':');
    top().place = Place::value;
    return true;
}

bool Mender::array_step(int c) {
    Frame& frame = top();
    if (is_separator(c)) return pass_separator(c);
    if (c == frame.closer) return close(c);
    if (is_closer(c) || c == ')') return close_other(c);
    if (c == ':' || c == '=') {
        mend(MendKind::colon_removed);
        ++at_;
        return true;
    }
    // The texts of a list would each wait for their ends if a key were suspected behind every comma.
    const bool suspicious = pace_ == Pace::whole || frame.place != Place::comma || frame.objects;
    Lookahead look = look_from(at_);
    bool is_member = suspicious && quoted_key(look) == Answer::yes;
    if (!is_member && is_letter(c) && frame.place != Place::start && frames_.size() > 1 &&
        frames_[frames_.size() - 2].kind == Kind::object) {
        look.go_back_to(at_);
        is_member = bare_key(look) == Answer::yes;
    }
    if (!sated(look)) return false;
    return is_member ? member_in_array() : begin_value(Where::element);
}

// A key where an element should be: the end of the array was forgotten, or the beginning of an object.
bool Mender::member_in_array() {
    mend(MendKind::bracket_added);
    const Place place = top().place;
    if (place != Place::start && frames_.size() > 1 && frames_[frames_.size() - 2].kind == Kind::object) {
        std::string space;
        space.swap(space_);
        close_frame();
        top().place = place;
        space_.swap(space);
        return true;
    }
    begin_item();
    push(Kind::object, '}');
    return true;
}

// `Name(value, whatever)` stands for its first value.
bool Mender::call_step(int c) {
    const bool is_over = c == ')' || is_closer(c);
    if (top().place == Place::start) {
        if (!is_over) return begin_value(Where::element);
        mend(MendKind::value_added);
        write("null");
        top().place = Place::after;
        return true;
    }
    if (c == ')' || !is_over) ++at_;
    if (!is_over) return true;
    frames_.pop_back();
    value_written();
    return true;
}

void Mender::push(Kind kind, char closer) {
    frames_.push_back({.kind = kind, .closer = closer});
    if (kind != Kind::call) write(kind == Kind::object ? '{' : '[');
    phase_ = Phase::structure;
}

/// The comma and the white space before a key or an element.
void Mender::begin_item() {
    if (frames_.empty() || top().kind == Kind::call) return;
    const Place place = top().place;
    if (place == Place::after) mend(MendKind::comma_added);
    if (place == Place::after || place == Place::comma) write(',');
    release_space();
}

void Mender::value_written() {
    if (frames_.empty()) {
        phase_ = Phase::over;
        state_ = State::written;
        return;
    }
    top().place = Place::after;
    top().last = 0;
    phase_ = Phase::structure;
}

void Mender::key_written() {
    release_key();
    has_members_ = true;
    top().place = Place::colon;
    phase_ = Phase::structure;
}

void Mender::write_space(char c) {
    if (top().place != Place::comma) {
        write(c);
    } else if (space_.size() < space_max) {
        space_ += c;
    }
}

void Mender::release_space() {
    write(space_);
    space_.clear();
}

void Mender::release_key() {
    holding_ = false;
    *out_ += held_;
    held_.clear();
}

Site Mender::site() const {
    Site site;
    site.where = reading_.where;
    site.open = reading_.open.kind;
    site.odd = reading_.odd;
    site.empty = reading_.empty;
    site.in_call = !frames_.empty() && frames_.back().closer == ')';
    site.depth = frames_.size();
    return site;
}

}  // namespace parley::postprocess::json_repair
