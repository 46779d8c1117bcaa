#include "limits/shedding.hpp"

#include <algorithm>

namespace parley::limits {

void Shedding::look(Duration late, Duration late_max, TimePoint now) {
    const std::int64_t window = now.time_since_epoch() / shedding_window;
    const bool is_late = late_max != Duration::zero() && late > late_max;
    is_far_too_late_ = is_late && late > far_too_late * late_max;
    if (window != window_) {
        const bool was_late = 2 * came_late_ > came_;
        end_window(was_late);
        // A window in which nobody came is like the one before it, or a thread with many streams and few who come would never be late; but when nobody has come
        // for longer, nobody waited. One through which this one waited says nothing: the thread came to nobody, but a machine that stood still looks like that, too.
        const std::int64_t waited = is_late ? late / shedding_window : 0;
        const std::int64_t silent = std::clamp<std::int64_t>(window - window_ - 1 - waited, 0, shedding_steps + windows_alike);
        for (std::int64_t i = 0; i < silent; ++i) end_window(was_late && i < windows_alike);
        window_ = window;
        came_ = came_late_ = 0;
    }
    ++came_;
    if (is_late) ++came_late_;
}

void Shedding::end_window(bool was_late) {
    if (!was_late) {
        late_in_a_row_ = 0;
        if (step_ > 0) --step_;
        return;
    }
    ++late_in_a_row_;
    if (step_ > 0 || late_in_a_row_ >= late_windows_first) step_ = std::min(step_ + 1, shedding_steps);
}

bool Shedding::refuses(bool has_much) {
    if (has_much && is_on() && is_far_too_late_) return true;
    const unsigned beyond = step_ > shedding_steps_of_many ? step_ - shedding_steps_of_many : 0;
    unsigned& due = has_much ? due_of_many_ : due_of_others_;
    due += has_much ? std::min(step_, shedding_steps_of_many) : beyond;
    if (due < shedding_steps_of_many) return false;
    due -= shedding_steps_of_many;
    return true;
}

}  // namespace parley::limits
