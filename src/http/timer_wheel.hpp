// timer_wheel.hpp: all deadlines of one thread.
//
// A deadline is a node inside whoever waits, hung into a slot of the wheel: setting and clearing one is a handful of
// pointer writes, with no allocation and no system call. The loop is told when it must look earlier than it would, and
// calls advance() then. A deadline fires at its tick or soon after, never early.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/deadline.hpp"

namespace parley::http {

class TimerWheel;

/// A place in the wheel. Derive from it; on_deadline() is called once, after the entry has left the wheel.
class TimerEntry {
  public:
    TimerEntry() = default;
    TimerEntry(const TimerEntry&) = delete;
    TimerEntry& operator=(const TimerEntry&) = delete;
    bool is_set() const { return wheel_ != nullptr; }

  protected:
    ~TimerEntry();

  private:
    friend class TimerWheel;
    virtual void on_deadline() {}

    TimerWheel* wheel_ = nullptr;
    TimerEntry* previous_ = nullptr;
    TimerEntry* next_ = nullptr;
    std::uint64_t tick_ = 0;
};

/// Told when the wheel must be advanced earlier than was last asked for.
class Alarm {
  public:
    virtual ~Alarm() = default;
    virtual void wake_at(TimePoint moment) = 0;
};

class TimerWheel {
  public:
    static constexpr Duration tick = std::chrono::milliseconds(4);
    static constexpr std::size_t slots = 1024;  // one turn is about 4 s; longer waits go round

    /// `alarm` outlives the wheel; null when the owner advances the wheel by itself.
    explicit TimerWheel(TimePoint start, Alarm* alarm = nullptr);

    /// Sets or moves an entry. A deadline that has passed fires at the next tick.
    void set(TimerEntry& entry, Deadline deadline);
    void clear(TimerEntry& entry);

    /// Fires everything that is due. Entries may set, clear or destroy any entry, themselves included, while they fire.
    void advance(TimePoint now);

    std::size_t size() const { return size_; }

  private:
    // A list is a ring around an anchor, so that unlinking needs to know nothing but the entry.
    struct Anchor final : TimerEntry {
        Anchor() { reset(); }
        void reset();
        bool empty() const;
    };

    std::uint64_t tick_at(TimePoint moment) const { return static_cast<std::uint64_t>((moment - start_) / tick); }
    std::uint64_t first_tick_after(Deadline deadline) const;
    void link(Anchor& anchor, TimerEntry& entry);
    void unlink(TimerEntry& entry);
    void collect_due(std::size_t slot, std::uint64_t until, Anchor& due);
    void ask_for_next_wake();

    TimePoint start_;
    Alarm* alarm_;
    std::uint64_t current_ = 0;                    // the tick up to which everything has fired
    std::uint64_t wake_tick_ = ~std::uint64_t{0};  // what the alarm was last told
    std::size_t size_ = 0;
    std::array<Anchor, slots> slots_;
    std::array<std::uint64_t, slots / 64> occupied_{};  // a bit a slot: empty ones are skipped
};

}  // namespace parley::http
