#include "http/timer_wheel.hpp"

#include <bit>

namespace parley::http {

TimerEntry::~TimerEntry() {
    if (wheel_) wheel_->clear(*this);
}

void TimerWheel::Anchor::reset() {
    previous_ = this;
    next_ = this;
}

bool TimerWheel::Anchor::empty() const { return next_ == this; }

TimerWheel::TimerWheel(TimePoint start, Alarm* alarm) : start_(start), alarm_(alarm) {}

std::uint64_t TimerWheel::first_tick_after(Deadline deadline) const {
    if (deadline.at() <= start_) return current_ + 1;
    // Rounded up, so that nothing fires early; at least one tick away, since `current_` has fired already.
    const auto wait = deadline.at() - start_;
    const auto rounded = static_cast<std::uint64_t>((wait - Duration(1)) / tick) + 1;
    return std::max(rounded, current_ + 1);
}

void TimerWheel::link(Anchor& anchor, TimerEntry& entry) {
    entry.previous_ = anchor.previous_;
    entry.next_ = &anchor;
    anchor.previous_->next_ = &entry;
    anchor.previous_ = &entry;
}

void TimerWheel::unlink(TimerEntry& entry) {
    entry.previous_->next_ = entry.next_;
    entry.next_->previous_ = entry.previous_;
    const std::size_t slot = entry.tick_ % slots;
    if (slots_[slot].empty()) occupied_[slot / 64] &= ~(std::uint64_t{1} << (slot % 64));
}

void TimerWheel::set(TimerEntry& entry, Deadline deadline) {
    clear(entry);
    if (deadline.is_never()) return;
    entry.wheel_ = this;
    entry.tick_ = first_tick_after(deadline);
    const std::size_t slot = entry.tick_ % slots;
    link(slots_[slot], entry);
    occupied_[slot / 64] |= std::uint64_t{1} << (slot % 64);
    ++size_;
    if (alarm_ && entry.tick_ < wake_tick_) {
        wake_tick_ = entry.tick_;
        alarm_->wake_at(start_ + tick * wake_tick_);
    }
}

void TimerWheel::clear(TimerEntry& entry) {
    if (entry.wheel_ == nullptr) return;
    unlink(entry);
    entry.wheel_ = nullptr;
    --size_;
}

void TimerWheel::collect_due(std::size_t slot, std::uint64_t until, Anchor& due) {
    for (TimerEntry* entry = slots_[slot].next_; entry != &slots_[slot];) {
        TimerEntry* const following = entry->next_;
        if (entry->tick_ <= until) {
            unlink(*entry);
            link(due, *entry);
        }
        entry = following;
    }
}

void TimerWheel::advance(TimePoint now) {
    const std::uint64_t until = now <= start_ ? 0 : tick_at(now);
    Anchor due;
    if (until > current_) {
        const std::uint64_t first = until - current_ >= slots ? until - slots + 1 : current_ + 1;
        for (std::uint64_t at = first; at <= until; ++at) {
            const std::size_t slot = at % slots;
            if (occupied_[slot / 64] >> (slot % 64) & 1) collect_due(slot, until, due);
        }
        current_ = until;
    }
    while (!due.empty()) {
        TimerEntry& entry = *due.next_;
        unlink(entry);
        entry.wheel_ = nullptr;
        --size_;
        entry.on_deadline();
    }
    ask_for_next_wake();
}

void TimerWheel::ask_for_next_wake() {
    wake_tick_ = ~std::uint64_t{0};
    if (size_ == 0 || !alarm_) return;
    // The nearest occupied slot. Its entries may belong to a later turn; then the look was for nothing, once in four seconds.
    for (std::uint64_t ahead = 1; ahead <= slots;) {
        const std::size_t slot = (current_ + ahead) % slots;
        const std::uint64_t rest_of_word = occupied_[slot / 64] >> (slot % 64);
        if (rest_of_word != 0) {
            wake_tick_ = current_ + ahead + static_cast<std::uint64_t>(std::countr_zero(rest_of_word));
            break;
        }
        ahead += 64 - slot % 64;
    }
    if (wake_tick_ != ~std::uint64_t{0}) alarm_->wake_at(start_ + tick * wake_tick_);
}

}  // namespace parley::http
