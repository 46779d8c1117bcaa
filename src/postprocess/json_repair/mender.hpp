// mender.hpp: reads a text that is almost JSON once, from left to right, and writes JSON.
//
// A pushdown automaton: what is open stands on an explicit stack, what is certain is written at once, and what is not is
// decided by a look of bounded length (lookahead.hpp). It mends one value; whoever wants the next one starts it again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "postprocess/json_repair/foresight.hpp"
#include "postprocess/json_repair/lookahead.hpp"
#include "postprocess/json_repair/mend.hpp"

namespace parley::postprocess::json_repair {

/// Deeper texts are refused, whether they are JSON or not.
inline constexpr std::size_t depth_max = 1000;

/// White space that may have to stand behind a comma waits for it; what is longer is cut.
inline constexpr std::size_t space_max = 32;
/// A key waits for its end, since half a key is not written. One that is longer is written nevertheless.
inline constexpr std::size_t key_max = 64;

class Mender {
  public:
    enum class State : std::uint8_t {
        starved,   // everything that is certain was written; more bytes, please
        written,   // one whole value was written
        no_value,  // the text is over and no value began
        too_deep,
    };
    /// Whether a string, a number or a word that stands alone is a value: only someone who sees the whole text knows that it
    /// stands alone.
    enum class Roots : std::uint8_t { structures, any };

    /// Whether somebody waits for every byte. Then a few mends are left out that would have all others wait.
    enum class Pace : std::uint8_t { whole, streaming };

    explicit Mender(Roots roots, Pace pace = Pace::whole) : roots_(roots), pace_(pace) {}

    /// Goes on at the first byte of `window` that was not consumed. `last`: nothing follows the window.
    State run(std::string_view window, bool last, std::string& out);
    /// How much of the window was read for good. The next window begins there.
    std::size_t consumed() const { return at_; }
    /// The next window begins behind what was consumed.
    void rebase();

    /// Looks for the next value.
    void restart();
    /// The text is what stands inside a list whose "[" was forgotten, or an object whose "{" was.
    void begin_inside_array(std::string& out);
    void begin_inside_object(std::string& out);

    const Mends& mends() const { return mends_; }
    /// The value that was written is an array of plain values, or empty, and stood behind prose: as likely a footnote as an answer.
    bool is_weak() const { return in_prose_ && !has_members_; }
    /// Every byte that was looked at ahead of time.
    std::size_t looked() const { return looked_; }
    /// What was read and not written yet.
    std::size_t held_bytes() const { return held_.size() + space_.size(); }

  private:
    enum class Phase : std::uint8_t { seeking, structure, string, words, number, line_comment, block_comment, thoughts, over };
    enum class Place : std::uint8_t { start, comma, after, colon, value };  // in an object or an array: what was seen last
    enum class Kind : std::uint8_t { object, array, call };
    struct Frame {
        Kind kind;
        char closer;
        Place place = Place::start;
        bool doubled = false;  // opened by "{{", as templates do
        bool objects = false;  // one of its elements was an object
        char last = 0;         // the closer of the value that stands right before, if it had one
    };
    struct Reading {  // of the string or the words under way
        Where where = Where::root;
        Quote open;
        bool triple = false;
        bool odd = false;
        bool empty = true;
        unsigned char before = 0;
        std::uint16_t braces = 0;  // open ones of the text itself
        std::uint16_t brackets = 0;
    };

    // Steps return false when they starve; then they have changed nothing.
    bool step();
    bool structure_step();
    bool object_step(int c);
    bool pass_separator(int c);
    bool colon_step(int c);
    bool array_step(int c);
    bool member_in_array();
    bool call_step(int c);

    // mender_trivia.cpp: what may stand between any two tokens
    bool skip_trivia(int c, bool& skipped);
    bool skip_ellipsis_or_fence(bool& skipped);
    bool comment_step();

    // mender_ends.cpp: closing brackets, and the end of the text
    bool close(int c);
    bool close_other(int c);
    void close_frame();
    void end_of_text();
    bool closes_everything(Lookahead& look) const;

    // mender_items.cpp: where a key or a value begins
    bool begin_key();
    bool begin_bare_key();
    bool begin_value(Where where);
    bool open_structure(int c);
    bool begin_string(Where where, Quote quote);

    // mender_tokens.cpp: values without quotes
    bool begin_bare(Where where);
    bool begin_call(Where where, bool& begun);
    bool begin_token(Where where);
    bool number_step();

    // mender_strings.cpp: inside quotes
    bool string_step();
    bool string_special(int c);
    bool string_quote(Quote quote);
    bool string_other_quote(Quote quote);
    bool string_control(int c);
    bool string_bytes();
    bool string_punctuation(int c);
    void string_at_end_of_text();

    // mender_escapes.cpp: backslashes inside quotes
    bool string_escape();
    bool string_escaped_quote();
    bool string_escape_of_escape();
    bool unicode_escape();

    // mender_words.cpp: text without quotes
    bool words_step();
    bool words_end_here(int c, bool& ends);
    bool words_quote();

    // mender_root.cpp: the search for a value
    bool seek_step();
    bool seek_fence();
    bool seek_markup();
    bool seek_quote();
    bool seek_word();
    bool seek_structure(int c);
    bool thoughts_step();
    void skip_prose(std::size_t bytes);
    bool fail(State state);

    void finish_string(std::size_t quote_bytes);
    void finish_words();
    void push(Kind kind, char closer);
    void begin_item();
    void value_written();
    void key_written();
    void write(std::string_view text) { (holding_ ? held_ : *out_) += text; }
    void write(char c) { (holding_ ? held_ : *out_) += c; }
    void write_escaped(std::string_view text);
    void write_space(char c);
    void release_space();
    void release_key();

    void mend(MendKind kind) { mends_.add(kind, base_ + at_); }
    Lookahead look_from(std::size_t place) const { return Lookahead(window_, place, last_); }
    bool sated(const Lookahead& look) {
        looked_ += look.looked();
        return !look.starved();
    }
    int byte() const { return static_cast<unsigned char>(window_[at_]); }
    Frame& top() { return frames_.back(); }
    Site site() const;

    std::string_view window_;
    std::size_t at_ = 0;
    bool last_ = false;
    std::string* out_ = nullptr;
    std::uint64_t base_ = 0;  // of the window within the text

    Roots roots_;
    Pace pace_;
    Phase phase_ = Phase::seeking;
    Phase after_comment_ = Phase::seeking;
    State state_ = State::starved;
    std::vector<Frame> frames_;
    Reading reading_;
    std::string held_;  // a comma, its white space and a key, until it is certain that they are wanted
    bool holding_ = false;
    std::string space_;  // behind a comma that is not written yet, or behind words
    std::uint64_t comma_at_ = 0;

    std::uint8_t number_part_ = 0;

    // Of the search for a value.
    bool clean_ = true;        // nothing but white space, fences and comments so far
    bool prose_seen_ = false;  // since the last value
    bool line_begins_ = true;
    bool in_prose_ = false;  // of the value that was found
    bool has_members_ = false;

    Mends mends_;
    std::size_t looked_ = 0;
};

}  // namespace parley::postprocess::json_repair
