#include "routing/breaker_state.hpp"

#include <algorithm>

#include "routing/remedies.hpp"

namespace parley::routing {

using providers::FailureClass;

namespace {

std::uint64_t seconds_of(TimePoint moment) {
    return static_cast<std::uint64_t>(std::chrono::floor<std::chrono::seconds>(moment.time_since_epoch()).count());
}

/// From one moment to another, of which the last bits are known: what is before it is very far after it.
std::uint64_t distance(std::uint64_t from, std::uint64_t to, int bits) { return (to - from) & ((std::uint64_t{1} << bits) - 1); }

/// No probe is due later than in probe_interval; threads read the clock one after the other.
constexpr std::uint64_t due_in_max_ms = 2'000;
/// No request takes so long. A breaker that nobody asked for longer has no call under way.
constexpr std::uint64_t under_way_max_seconds = 86'400;

}  // namespace

bool dents_health(FailureClass failure) { return remedies_for({failure}).next_target; }

std::optional<BreakerState> BreakerState::admitting(TimePoint now) const {
    if (!is_open()) return *this;
    const auto moment = static_cast<std::uint64_t>(std::chrono::floor<std::chrono::milliseconds>(now.time_since_epoch()).count());
    const std::uint64_t due = field(0, moment_bits);
    const std::uint64_t due_in = distance(moment, due, moment_bits);
    if (due_in != 0 && due_in <= due_in_max_ms) return std::nullopt;
    const bool is_forgotten =
        distance(due, moment, moment_bits) > 1'000 * under_way_max_seconds;  // the last bits of its second mean nothing now
    const std::uint64_t opened = is_forgotten ? seconds_of(now) - 1 : field(moment_bits, second_bits);
    return open(last_failure(), field(streak_shift, streak_bits), opened, now + probe_interval);
}

BreakerState BreakerState::after_success(TimePoint now, TimePoint called) const {
    Window seen = window(now);
    ++seen.attempts;
    if (!is_open()) return closed(seen, 0);
    // The first probe comes a second after the breaker opened, so that whole seconds tell it from what was under way.
    if (distance(seconds_of(called), field(moment_bits, second_bits), second_bits) <= under_way_max_seconds) return *this;
    return closed({seen.number, 1, 0}, failures_in_a_row_max - failures_on_parole_max);
}

BreakerState BreakerState::after_failure(FailureClass failure, TimePoint now) const {
    if (is_open()) {  // a probe failed, or what was under way when it opened: neither moves the next probe
        BreakerState still = *this;
        still.word_ &= ~(most(class_bits) << class_shift);
        still.word_ |= static_cast<std::uint64_t>(failure) << class_shift;
        return still;
    }
    Window seen = window(now);
    const std::uint64_t streak = std::min(field(streak_shift, streak_bits) + 1, most(streak_bits));
    ++seen.attempts;
    // Some 429s among answers are a target at its limit, which works: only nothing but them speaks against it.
    if (failure != FailureClass::rate_limited) ++seen.failures;
    const bool fails_too_often = seen.failures >= failures_in_window_min && 2 * seen.failures >= seen.attempts;
    if (streak >= failures_in_a_row_max || fails_too_often) {
        return open(failure, streak, seconds_of(now), now + probe_interval);
    }
    return closed(seen, streak);
}

/// The window in which `now` lies, empty if nothing has happened there yet.
BreakerState::Window BreakerState::window(TimePoint now) const {
    const std::uint64_t number = static_cast<std::uint64_t>(now.time_since_epoch() / breaker_window) & most(number_bits);
    if (is_open() || field(number_shift, number_bits) != number) return {number, 0, 0};
    return {number, field(count_bits, count_bits), field(0, count_bits)};
}

BreakerState BreakerState::closed(const Window& window, std::uint64_t streak) {
    const std::uint64_t counts = std::min(window.attempts, most(count_bits)) << count_bits | std::min(window.failures, most(count_bits));
    return BreakerState(streak << streak_shift | window.number << number_shift | counts);
}

BreakerState BreakerState::open(FailureClass failure, std::uint64_t streak, std::uint64_t second, TimePoint next_probe) {
    const auto due = std::chrono::ceil<std::chrono::milliseconds>(next_probe.time_since_epoch()).count();
    return BreakerState(std::uint64_t{1} << open_shift | static_cast<std::uint64_t>(failure) << class_shift | streak << streak_shift |
                        (second & most(second_bits)) << moment_bits | (static_cast<std::uint64_t>(due) & most(moment_bits)));
}

}  // namespace parley::routing
