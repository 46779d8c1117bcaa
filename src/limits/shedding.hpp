// shedding.hpp: which new requests a thread refuses that has more to do than it can do.
//
//     late for half a second  nobody comes in beyond 49 of 50 of those who are under way; that is the room
//     still late              a fiftieth less, as soon as as many have ended
//     in time, and full       a fiftieth more
//     late twice over         nobody, for as long as it lasts: what has gathered is worked off before more comes; and two fiftieths less
//     nobody refused          for half a second: it is over
//
// That is for those who have an equal part or more of what is under way. The others come in; where that is too much for a second, one of
// fifty of them does not, with each window one more, up to nine of ten, and with each in time one less.
//
// What is under way goes on: a refusal costs a fraction of an answer, and whoever was let in is served in time. A thread is late in a
// window if most of the requests that came in it had to wait too long: one long piece of work, or a machine that stood still for a moment,
// is not what is meant.
//
// A state machine to which time is handed in. One thread's.
#pragma once

#include <cstdint>
#include <optional>

#include "base/deadline.hpp"

namespace parley::limits {

/// Short, so that what is let in follows what can be done: what is too much for one window waits in the next.
inline constexpr std::chrono::milliseconds shedding_window{20};
/// So many windows in a row it is late before anybody is refused; so many in a row in which nobody was refused, and it is over.
inline constexpr unsigned shedding_windows = 25;
/// So many windows in which nobody comes, or the thread comes to nobody, are like the last in which somebody came.
inline constexpr unsigned windows_alike = 5;
/// Of the room, with each window, or twice as much; of those who have little, likewise.
inline constexpr unsigned shedding_part = 50;
/// So many windows in a row it is late before those are refused who have little, and most of them are.
inline constexpr unsigned late_windows_of_others = 50;
inline constexpr unsigned shedding_steps_of_others = 45;
/// So many times as late as it may be, it lets in nobody who has much under way.
inline constexpr int far_too_late = 2;

class Shedding {
  public:
    /// A request comes, and what comes now waits for so long.
    ///
    /// late_max   how long it may; 0: as long as it likes
    /// under_way  requests that were let in and have not ended
    void look(Duration late, Duration late_max, std::uint64_t under_way, TimePoint now);

    bool is_on() const { return room_.has_value(); }
    /// How many may be under way, where somebody asks who has much of it.
    std::optional<std::uint64_t> room() const { return room_; }

    /// Whether this request is one of those that are refused; if so, that is counted. Those who have little by turns and not by chance, so
    /// that ten of a hundred are ten.
    ///
    /// has_much  whoever asks has an equal part or more of what is under way
    bool refuses(bool has_much);

  private:
    void end_window(bool was_late);
    void end_late_window();
    void end_window_in_time();

    std::int64_t window_ = 0;  // its number
    std::uint64_t came_ = 0;   // in it
    std::uint64_t came_late_ = 0;
    std::uint64_t under_way_ = 0;        // when somebody came last
    std::optional<std::uint64_t> room_;  // while it is on
    unsigned late_in_a_row_ = 0;
    unsigned calm_in_a_row_ = 0;    // windows in which nobody was refused
    bool has_refused_ = false;      // in this window
    bool is_far_too_late_ = false;  // now
    unsigned step_of_others_ = 0;
    unsigned due_of_others_ = 0;  // fiftieths of a refusal
};

}  // namespace parley::limits
