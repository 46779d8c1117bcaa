// breaker_state.hpp: whether a target is worth asking, judged by how it answered others.
//
//     closed ──ten failures in a row, or half of the attempts of five seconds and at least ten──▶ open
//     open   ──once a second one request is let through; it is answered──▶ closed, on parole: three failures open it again
//
// An open breaker spares callers the wait for a failure that is as good as certain, and the target the load. It is probed by live
// requests: nothing is asked that nobody wants to know, and no probe costs money of its own.
//
// A value of one machine word, to which time is handed in; breaker.hpp shares one between threads.
#pragma once

#include <cstdint>
#include <optional>

#include "base/deadline.hpp"
#include "providers/failure_class.hpp"

namespace parley::routing {

inline constexpr std::uint32_t failures_in_a_row_max = 10;
/// After it has closed, so many in a row are enough.
inline constexpr std::uint32_t failures_on_parole_max = 3;
/// Attempts are judged together in windows that follow one another at this distance.
inline constexpr std::chrono::seconds breaker_window{5};
inline constexpr std::uint32_t failures_in_window_min = 10;
inline constexpr std::chrono::seconds probe_interval{1};

/// Whether a failure speaks against its target: another one might have done better. What a caller did wrong, and who hung up, does
/// not.
bool dents_health(providers::FailureClass failure);

class BreakerState {
  public:
    constexpr BreakerState() = default;
    explicit constexpr BreakerState(std::uint64_t word) : word_(word) {}
    constexpr std::uint64_t word() const { return word_; }

    bool is_open() const { return (word_ >> open_shift) != 0; }
    /// What it failed with last, while it is open.
    providers::FailureClass last_failure() const { return static_cast<providers::FailureClass>(field(class_shift, class_bits)); }

    /// The state once a request is let through; nothing: it is not.
    std::optional<BreakerState> admitting(TimePoint now) const;
    /// It answered: well, or what was no fault of its own.
    ///
    /// called  when it was asked. Answers to what was under way when the breaker opened say nothing of how the target is now.
    BreakerState after_success(TimePoint now, TimePoint called) const;
    /// It failed in a way that dents its health.
    BreakerState after_failure(providers::FailureClass failure, TimePoint now) const;

    bool operator==(const BreakerState&) const = default;

  private:
    // From the top: open, the class of the last failure, failures in a row. Below, while closed: the window's number, of which its last
    // bits tell it from its neighbours for months, and its two counts, which stay at their greatest value; while open: the
    // second at which it opened, and the millisecond at which the next probe is due, both by their last bits.
    static constexpr int count_bits = 16;
    static constexpr int number_bits = 21;
    static constexpr int streak_bits = 6;
    static constexpr int class_bits = 4;
    static constexpr int second_bits = 21;
    static constexpr int moment_bits = 32;
    static constexpr int number_shift = 2 * count_bits;
    static constexpr int streak_shift = number_shift + number_bits;
    static constexpr int class_shift = streak_shift + streak_bits;
    static constexpr int open_shift = class_shift + class_bits;
    static_assert(open_shift == 63 && moment_bits == number_shift && second_bits == number_bits);

    static constexpr std::uint64_t most(int bits) { return (std::uint64_t{1} << bits) - 1; }
    std::uint64_t field(int shift, int bits) const { return word_ >> shift & most(bits); }

    struct Window {
        std::uint64_t number, attempts, failures;
    };
    Window window(TimePoint now) const;
    static BreakerState closed(const Window& window, std::uint64_t streak);
    static BreakerState open(providers::FailureClass failure, std::uint64_t streak, std::uint64_t second, TimePoint next_probe);

    std::uint64_t word_ = 0;
};

}  // namespace parley::routing
