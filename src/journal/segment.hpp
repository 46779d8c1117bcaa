// segment.hpp: what threads share about one segment: its appender writes to it, the sync thread syncs it, the drainer reads it.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "journal/directory.hpp"
#include "journal/segment_header.hpp"

namespace parley::journal {

/// Called on the sync thread, or on whichever thread calls for a round: to be turned into a call of Appender::flush on the
/// appender's own thread.
using Wake = std::function<void()>;

/// Safe to use from several threads; every change below says whose it is.
class Segment {
  public:
    /// Of this run, with its header written.
    Segment(const SegmentHeader& header, std::shared_ptr<File> file, std::uint64_t bytes, Wake wake);
    /// Of an earlier run: ended, and never written to again.
    Segment(const SegmentHeader& header, std::uint64_t readable_bytes, std::uint64_t bytes);

    const SegmentId& id() const { return header_.id; }
    const SegmentHeader& header() const { return header_; }
    std::string name() const { return segment_name(header_.id); }
    bool is_recovered() const { return !file_; }

    /// What it counts for in the journal's total.
    std::uint64_t bytes() const { return bytes_.load(std::memory_order_relaxed); }
    void set_bytes(std::uint64_t bytes) { bytes_.store(bytes, std::memory_order_relaxed); }

    // The appender's.
    File& file() { return *file_; }
    void wrote_through(std::uint64_t end) { written_.store(end, std::memory_order_release); }
    /// Nothing more will be written to it.
    void end() { ended_.store(true, std::memory_order_release); }
    /// Ended by its seal, without an error in all its life.
    void end_well() {
        ended_well_.store(true, std::memory_order_relaxed);
        end();
    }
    /// The records that could not be synced are in another segment.
    void supersede() { superseded_.store(true, std::memory_order_release); }

    // The sync thread's.
    bool has_news() const { return file_ && !sync_failed() && written() > synced(); }
    void synced_through(std::uint64_t end) { synced_.store(end, std::memory_order_release); }
    void fail_sync() { sync_failed_.store(true, std::memory_order_release); }
    void wake_owner() const {
        if (wake_) wake_();
    }

    /// Once it is complete: whether its file may be used again, and it is on the disk whole, so that nobody syncs it any more.
    bool may_be_reused() const { return file_ && ended_well_.load(std::memory_order_relaxed) && !sync_failed() && !is_damaged(); }
    bool rests() const { return synced() == written(); }
    const std::shared_ptr<File>& shared_file() const { return file_; }

    // The drainer's.
    /// Records up to here may be read. What an fdatasync could not keep is read where it was written again.
    std::uint64_t readable() const { return sync_failed() ? synced() : written(); }
    /// Ask this before readable(): a segment that is complete grows no more, and nothing of it is in memory alone.
    bool is_complete() const {
        return ended_.load(std::memory_order_acquire) && (!sync_failed() || superseded_.load(std::memory_order_acquire));
    }
    /// Remembers that something in it could not be read: it will be kept aside rather than removed.
    void mark_damaged() { damaged_.store(true, std::memory_order_relaxed); }
    bool is_damaged() const { return damaged_.load(std::memory_order_relaxed); }

    std::uint64_t written() const { return written_.load(std::memory_order_acquire); }
    std::uint64_t synced() const { return synced_.load(std::memory_order_acquire); }
    bool sync_failed() const { return sync_failed_.load(std::memory_order_acquire); }
    bool is_ended() const { return ended_.load(std::memory_order_acquire); }

  private:
    const SegmentHeader header_;
    const std::shared_ptr<File> file_;  // null: of an earlier run
    const Wake wake_;
    std::atomic<std::uint64_t> bytes_;
    std::atomic<std::uint64_t> written_;
    std::atomic<std::uint64_t> synced_ = 0;
    std::atomic<bool> sync_failed_ = false;
    std::atomic<bool> superseded_ = false;
    std::atomic<bool> ended_ = false;
    std::atomic<bool> ended_well_ = false;
    std::atomic<bool> damaged_ = false;
};

}  // namespace parley::journal
