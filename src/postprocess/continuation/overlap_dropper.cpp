#include "postprocess/continuation/overlap_dropper.hpp"

#include <algorithm>
#include <utility>

namespace parley::postprocess::continuation {

OverlapDropper::OverlapDropper(std::string_view sent, std::size_t from) : sent_(sent), skips_space_(sent_.ends_with_space()) {
    overlap_min_ = sent_.size() - sent_.characters_before(from);
    if (sent_.empty()) state_ = State::joined;
    find_places();
}

void OverlapDropper::find_places() {
    for (std::size_t place = sent_.size() - overlap_min_; place > 0 && places_.size() < places_max; --place) {
        if (place < sent_.size() && sent_[place].begins_word) places_.push_back(place);
    }
    places_.push_back(0);
}

/// A repetition begins at the attempt's first character, or behind a remark: at a word behind a mark that ends one, within quotes, or
/// on a new line.
bool OverlapDropper::may_begin_at(std::size_t at) const {
    if (at == 0) return true;
    if (at > remark_characters_max || !come_[at].begins_word) return false;
    const char32_t before = come_[at - 1].folded;
    return come_[at].begins_line || before == '"' || ends_clause(before);
}

void OverlapDropper::open(std::size_t at) {
    const std::size_t least = std::max<std::size_t>({overlap_min_, at == 0 ? 1u : remark_overlap_min, 1u});
    for (const std::size_t place : places_) {
        if (place + least <= sent_.size() && sent_[place].folded == come_[at].folded) matches_.push_back({at, place});
    }
}

/// One more character of the attempt. The longest repetition that reaches the end of what was sent counts, of those that begin first.
void OverlapDropper::take(std::size_t at) {
    if (best_end_ == 0 && may_begin_at(at)) open(at);
    std::size_t kept = 0;
    for (Match match : matches_) {
        if (sent_[match.next].folded != come_[at].folded) continue;
        if (++match.next < sent_.size()) {
            matches_[kept++] = match;
        } else if (best_end_ == 0 || match.begin <= best_begin_) {
            best_begin_ = match.begin;
            best_end_ = at + 1;
        }
    }
    matches_.resize(kept);
    if (best_end_ != 0) std::erase_if(matches_, [&](const Match& match) { return match.begin > best_begin_; });
}

OverlapDropper::State OverlapDropper::feed(std::string_view text, std::string& out) {
    if (state_ == State::joined) pass(text, out);
    if (state_ != State::undecided) return state_;
    held_ += text;
    come_.append(text);
    while (seen_ < come_.size()) {
        take(seen_++);
        if (!matches_.empty()) continue;
        if (best_end_ != 0) return join(out);
        if (seen_ > remark_characters_max) return state_ = State::apart;
    }
    return state_;
}

OverlapDropper::State OverlapDropper::finish(std::string& out) {
    if (state_ != State::undecided) return state_;
    return best_end_ != 0 ? join(out) : state_ = State::apart;
}

OverlapDropper::State OverlapDropper::join(std::string& out) {
    state_ = State::joined;
    const std::string held = std::exchange(held_, {});
    pass(std::string_view(held).substr(come_[best_end_ - 1].end), out);
    matches_ = {};
    places_ = {};
    sent_ = come_ = {};
    return state_;
}

/// White space that the reader has already is not given twice.
void OverlapDropper::pass(std::string_view text, std::string& out) {
    if (skips_space_) {
        const FoldedText rest(text);
        if (rest.empty()) return;
        text.remove_prefix(rest[0].begin);
        skips_space_ = false;
    }
    out += text;
}

}  // namespace parley::postprocess::continuation
