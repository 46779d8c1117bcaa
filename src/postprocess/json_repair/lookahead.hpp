// lookahead.hpp: a bounded look at what comes next.
//
// Whoever mends a text that is still arriving must not decide anything that more bytes could change. A question is asked of
// a Lookahead; when it ran out of bytes on the way, it says so, the answer is thrown away, and the question is asked again
// once more has arrived. Looks end after lookahead_max bytes, so that nobody waits for long, and an answer never depends on
// how the text was cut into pieces.
#pragma once

#include <cstddef>
#include <string_view>

namespace parley::postprocess::json_repair {

/// With space_max (mender.hpp) the 256 bytes that are held back at most.
inline constexpr std::size_t lookahead_max = 152;

class Lookahead {
  public:
    static constexpr int end = -1;  // the text is over
    static constexpr int far = -2;  // farther away than anybody looks

    Lookahead(std::string_view window, std::size_t at, bool last) : window_(window), at_(at), limit_(at + lookahead_max), last_(last) {}
    Lookahead(const Lookahead&) = delete;  // a copy would keep to itself that it starved
    Lookahead& operator=(const Lookahead&) = delete;

    /// The byte so far ahead, `end` or `far`.
    int peek(std::size_t ahead = 0) {
        const std::size_t place = at_ + ahead;
        ++looked_;
        if (place >= limit_) return far;
        if (place < window_.size()) return static_cast<unsigned char>(window_[place]);
        starved_ = starved_ || !last_;
        return end;
    }

    bool starts_with(std::string_view text) {
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (peek(i) != static_cast<unsigned char>(text[i])) return false;
        }
        return true;
    }

    void skip(std::size_t bytes = 1) { at_ += bytes; }
    std::size_t at() const { return at_; }
    void go_back_to(std::size_t place) { at_ = place; }
    /// What was passed since that place.
    std::string_view since(std::size_t place) const { return window_.substr(place, at_ - place); }

    /// Bytes were wanted that have not arrived yet: whatever was concluded is void.
    bool starved() const { return starved_; }
    /// How many looks there were: what an attacker would drive up.
    std::size_t looked() const { return looked_; }

  private:
    std::string_view window_;
    std::size_t at_;
    std::size_t limit_;
    bool last_;
    bool starved_ = false;
    std::size_t looked_ = 0;
};

}  // namespace parley::postprocess::json_repair
