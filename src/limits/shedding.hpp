// shedding.hpp: which new requests a thread refuses that has more to do than it can do.
//
//     late for half a second  one of fifty of those who have an equal part or more of what is under way
//     still late              with each window one of fifty more of them; once it is all, of the others, too, up to nine of ten
//     late twice over         all of them, for as long as it lasts: what has gathered is worked off before more comes
//     in time                 one step back with each window
//
// What is under way goes on: a refusal costs a fraction of an answer, and whoever was let in is served in time. A thread is late in a window if most of
// the requests that came in it had to wait too long: one long piece of work, or a machine that stood still for a moment, is not what is meant.
//
// A state machine to which time is handed in. One thread's.
#pragma once

#include <cstdint>

#include "base/deadline.hpp"

namespace parley::limits {

/// Short, so that what is let in follows what can be done: what is too much for one window waits in the next.
inline constexpr std::chrono::milliseconds shedding_window{20};
/// So many windows in a row it is late before anybody is refused.
inline constexpr unsigned late_windows_first = 25;
/// So many windows in which nobody comes are like the last in which somebody came.
inline constexpr unsigned windows_alike = 5;
inline constexpr unsigned shedding_steps_of_many = 50;  // in each, a fiftieth more of those who have much under way
inline constexpr unsigned shedding_steps = 95;          // and then of the others
/// So many times as late as it may be, it refuses whoever has much under way, whatever the step.
inline constexpr int far_too_late = 2;

class Shedding {
  public:
    /// A request comes, and what comes now waits for so long.
    ///
    /// late_max  how long it may; 0: as long as it likes
    void look(Duration late, Duration late_max, TimePoint now);

    bool is_on() const { return step_ > 0; }
    unsigned step() const { return step_; }

    /// Whether this request is one of those that are refused; if so, that is counted. By turns and not by chance, so that ten of a hundred are ten.
    ///
    /// has_much  whoever asks has an equal part or more of what is under way
    bool refuses(bool has_much);

  private:
    void end_window(bool was_late);

    std::int64_t window_ = 0;          // its number
    std::uint64_t came_ = 0;           // in it
    std::uint64_t came_late_ = 0;
    unsigned late_in_a_row_ = 0;
    unsigned step_ = 0;
    bool is_far_too_late_ = false;     // now
    unsigned due_of_many_ = 0;         // fiftieths of a refusal
    unsigned due_of_others_ = 0;
};

}  // namespace parley::limits
