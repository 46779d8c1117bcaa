// overlap_dropper.hpp: joins the rest of an answer, as another attempt tells it, to what was said of the answer before it broke off.
//
// The attempt was asked to go on from a point (resume_point.hpp), behind which something was said already. Whatever it says again is
// dropped: the words behind the point, up to two hundred before it, all of the answer from its beginning; in another case, with other
// white space or quotes, and behind a remark of its own ("Sure, continuing:"). The rest is passed on as it came.
//
// An attempt that does not say the words behind the point goes on with something else: then nothing is passed on, and finish() or an
// earlier feed() says `apart`. So no word is dropped that was not said before, and none is said that belongs to another answer.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "postprocess/continuation/folded_text.hpp"

namespace parley::postprocess::continuation {

class OverlapDropper {
  public:
    enum class State : std::uint8_t {
        undecided,  // all of it is kept back so far
        joined,     // it goes on with the answer
        apart,      // it does not, and nothing of it was passed on
    };

    /// How many characters of a remark may come first.
    static constexpr std::size_t remark_characters_max = 200;
    /// What is said again behind a remark is no coincidence from so many characters on.
    static constexpr std::size_t remark_overlap_min = 8;
    /// Where a repetition may begin: at so many words before the point, and at the first one. Each is followed as long as it may be it, so
    /// that this bounds the work for a text that says the same again and again.
    static constexpr std::size_t places_max = 200;

    /// sent  what was said, well-formed UTF-8; it is not kept
    /// from  the byte of it from which the attempt was asked to go on
    OverlapDropper(std::string_view sent, std::size_t from);

    /// Takes more of what the attempt says, whole characters of UTF-8, and appends to `out` what is new of it.
    State feed(std::string_view text, std::string& out);
    /// The attempt has said everything.
    State finish(std::string& out);

    State state() const { return state_; }
    /// Kept back at the moment: at most what was sent before, beside white space, the remark and the piece that ended them.
    std::size_t held_bytes() const { return held_.size(); }

  private:
    /// A place of what was sent, as far as what came since a character of the attempt agrees with it.
    struct Match {
        std::size_t begin = 0;  // the character of the attempt
        std::size_t next = 0;   // the character of what was sent that is due
    };

    void find_places();
    void take(std::size_t at);
    void open(std::size_t at);
    bool may_begin_at(std::size_t at) const;
    State join(std::string& out);
    void pass(std::string_view text, std::string& out);

    FoldedText sent_;
    std::size_t overlap_min_ = 0;      // characters behind the point
    std::vector<std::size_t> places_;  // characters of what was sent, the last first
    FoldedText come_;
    std::string held_;
    std::vector<Match> matches_;
    std::size_t seen_ = 0;        // characters of come_ that were taken
    std::size_t best_begin_ = 0;  // of the longest repetition, once there is one
    std::size_t best_end_ = 0;    // the character behind it; 0: there is none
    bool skips_space_ = false;    // what was sent ends with white space
    State state_ = State::undecided;
};

}  // namespace parley::postprocess::continuation
