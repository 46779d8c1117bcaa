// appender.hpp: where one thread's records enter the journal.
//
// An exchange opens before it may cost money, and closes before its last byte leaves. Opening sets aside the room for
// closing, so that whatever the disk does meanwhile, closing needs no luck. Nothing is written before flush(), which makes
// one write of everything that came up in a turn of the loop; the caller flushes before that turn's sends.
//
// When a write or an fdatasync fails, the file is used no more. What it was to hold, and what of it is not known to be on the
// disk, is still in memory and goes to the next segment, whole. For that to be always possible, what is reserved, waits or is
// unsynced never exceeds what one segment holds; open() keeps that promise and is the only one that refuses.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/deadline.hpp"
#include "base/result.hpp"
#include "journal/notice.hpp"
#include "journal/record_batch.hpp"
#include "journal/reservation.hpp"
#include "journal/segment_set.hpp"
#include "journal/segment_writer.hpp"
#include "journal/unsynced_tail.hpp"

namespace parley::journal {

enum class AppenderState : std::uint8_t {
    good,
    full,    // the segment is used up and no other can be begun; what runs can still close
    broken,  // there is no segment to write to: closes wait in memory
};

/// What an appender needs of the journal it belongs to.
struct AppenderPlace {
    SegmentSet& segments;
    const NoticeHook& notice;
    std::function<void(std::shared_ptr<Segment>)> begun;  // a segment, which wants to be synced from now on
    std::function<void()> wrote;                          // to one of them
};

/// Not thread-safe: one for each thread.
class Appender {
  public:
    /// thread  its number in the names of its segments.
    /// wake    asks for a flush() on this thread; called from others.
    Appender(AppenderPlace place, std::uint32_t thread, Wake wake);
    ~Appender();
    Appender(const Appender&) = delete;
    Appender& operator=(const Appender&) = delete;

    /// Writes that an exchange begins, and sets aside the room for what will follow.
    ///
    /// Errors  not_ready: no room in the journal or no disk to write to. The caller answers 503 and asks no upstream.
    Result<Reservation> open(std::string_view payload, const LaterRecords& later, TimePoint now);
    /// False if as many notes as were announced have been written. At most note_bytes_max, else it is our mistake.
    bool note(Reservation& reservation, std::string_view payload);
    /// Never fails. At most close_bytes_max, else it is our mistake.
    Ticket close(Reservation&& reservation, std::string_view payload);

    struct Flushed {
        Ticket through = 0;   // the newest record
        bool written = true;  // false: no disk takes it; it waits in memory, and every later flush tries again
    };
    /// Writes what has come up; makes up for a failed fdatasync; tells who waited for the disk. Where no segment can be begun,
    /// tries again at most every retry_interval: call it at least that often while state() is not good.
    Flushed flush(TimePoint now);

    /// Calls back, from within a later flush(), once every record up to this one is on the disk. In the order of asking.
    void when_durable(Ticket through, std::function<void()> then);
    /// All records up to this one are on the disk.
    Ticket durable_through() const;

    /// Flushes and seals: nothing is written after it, and no reservation is left. False if something stays in memory.
    bool finish(TimePoint now);

    AppenderState state() const { return state_; }
    /// Set aside for what runs, in bytes of a file.
    std::uint64_t reserved_bytes() const { return reserved_; }

  private:
    friend class Reservation;
    struct Waiter {
        Ticket through;
        std::function<void()> then;
    };

    bool has_room(std::uint64_t bytes) const;
    std::uint64_t claims() const { return pending_.framed_bytes() + reserved_; }
    void add(RecordType type, std::string_view payload);
    void give_back(const LaterRecords& later) { reserved_ -= later.framed(); }

    void take_back_failed();
    void write_pending(TimePoint now);
    void retire(const std::string& why);
    bool next_segment(TimePoint now);
    void seal_current();
    void fail(TimePoint now, const std::string& why);
    void tell_waiters();

    AppenderPlace place_;
    const std::uint32_t thread_;
    const Wake wake_;
    const std::uint64_t capacity_;  // of a fresh segment, in bytes of frames

    std::optional<SegmentWriter> writer_;
    std::uint64_t sequence_ = 0;  // of the newest segment
    std::uint64_t previous_ = 0;  // where its chain ended, once there is no writer
    AppenderState state_ = AppenderState::broken;
    Deadline next_try_{TimePoint::min()};
    bool trouble_said_ = false;

    RecordBatch pending_;                                 // what the next flush writes
    UnsyncedTail tail_;                                   // what was written and may not be on the disk
    std::vector<std::shared_ptr<Segment>> to_supersede_;  // their records are in pending_
    std::uint64_t reserved_ = 0;
    Ticket next_ticket_ = 1;
    std::deque<Waiter> waiters_;
};

}  // namespace parley::journal
