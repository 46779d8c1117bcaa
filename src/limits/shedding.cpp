#include "limits/shedding.hpp"

#include <algorithm>

namespace parley::limits {
namespace {

std::uint64_t part_of(std::uint64_t room) { return std::max<std::uint64_t>(room / shedding_part, 1); }

}  // namespace

void Shedding::look(Duration late, Duration late_max, std::uint64_t under_way, TimePoint now) {
    const std::int64_t window = now.time_since_epoch() / shedding_window;
    const bool is_late = late_max != Duration::zero() && late > late_max;
    is_far_too_late_ = is_late && late > far_too_late * late_max;
    under_way_ = under_way;
    if (window != window_) {
        const bool was_late = 2 * came_late_ > came_;
        end_window(was_late);
        // A window in which nobody came is like the one before it, or a thread with many streams and few who come would never be late; but
        // when nobody has come for longer, nobody waited. Those through which this one waited say little: the thread came to nobody, but a
        // machine that stood still looks like that, too. Where those before were late as well it is the thread, whose turns are long.
        const std::int64_t passed = window - window_ - 1;
        const std::int64_t waited = is_late ? std::min<std::int64_t>(late / shedding_window, passed) : 0;
        const std::int64_t silent = std::min<std::int64_t>(passed - waited, shedding_steps_of_others + shedding_windows + windows_alike);
        for (std::int64_t i = 0; i < silent; ++i) end_window(was_late && i < windows_alike);
        for (std::int64_t i = 0; was_late && i < std::min<std::int64_t>(waited, windows_alike); ++i) end_window(true);
        window_ = window;
        came_ = came_late_ = 0;
    }
    ++came_;
    if (is_late) ++came_late_;
}

void Shedding::end_window(bool was_late) {
    calm_in_a_row_ = has_refused_ ? 0 : calm_in_a_row_ + 1;
    if (was_late) {
        end_late_window();
    } else {
        end_window_in_time();
    }
    has_refused_ = false;
}

// Never less than who is under way asks for: they take their time to end, and the room would shrink to nothing meanwhile. And not of them
// alone: while what has gathered is worked off they end and nobody follows, and a room that went with them would be far too small when it
// is over, and would take seconds to become what it was.
void Shedding::end_late_window() {
    ++late_in_a_row_;
    if (late_in_a_row_ < shedding_windows && !is_on()) return;
    const std::uint64_t there = std::max(under_way_, room_.value_or(0));
    const std::uint64_t less = (is_far_too_late_ ? 2 : 1) * part_of(there);
    room_ = std::max<std::uint64_t>(there - std::min(there, less), 1);
    if (late_in_a_row_ > late_windows_of_others) step_of_others_ = std::min(step_of_others_ + 1, shedding_steps_of_others);
}

void Shedding::end_window_in_time() {
    late_in_a_row_ = 0;
    if (step_of_others_ > 0) --step_of_others_;
    if (is_on() && has_refused_) *room_ += part_of(*room_);
    if (calm_in_a_row_ >= shedding_windows && step_of_others_ == 0) room_.reset();
}

bool Shedding::refuses(bool has_much) {
    if (!is_on()) return false;
    if (has_much) {
        const bool is_refused = is_far_too_late_ || under_way_ >= *room_;
        has_refused_ |= is_refused;
        return is_refused;
    }
    due_of_others_ += step_of_others_;
    if (due_of_others_ < shedding_part) return false;
    due_of_others_ -= shedding_part;
    return true;
}

}  // namespace parley::limits
