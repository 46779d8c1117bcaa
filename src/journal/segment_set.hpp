// segment_set.hpp: all segments of the journal, and the room they may take together.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <system_error>
#include <vector>

#include "base/result.hpp"
#include "journal/directory.hpp"
#include "journal/limits.hpp"
#include "journal/notice.hpp"
#include "journal/room.hpp"
#include "journal/segment.hpp"
#include "journal/spare_files.hpp"

namespace parley::journal {

/// Safe to use from several threads. A lock is taken once for a segment, not for a record.
class SegmentSet {
  public:
    SegmentSet(Directory& directory, const JournalOptions& options, std::uint64_t epoch, const NoticeHook& notice)
        : directory_(directory),
          options_(options),
          epoch_(epoch),
          notice_(notice),
          room_(options.total_bytes),
          spares_(directory, options_, room_, notice) {}

    /// A new segment with its header written, in a spare file where there is one; previous: the check at which the chain of its thread's
    /// segment before ended.
    ///
    /// Errors  not_ready, when the journal is full or the disk will not have it. Nothing of it is left behind then.
    Result<std::shared_ptr<Segment>> create(std::uint32_t thread, std::uint64_t sequence, std::uint64_t previous, Wake wake);
    /// One that an earlier run left. It counts, however full that makes the journal.
    void adopt(std::shared_ptr<Segment> segment);

    /// In the order of their ids.
    std::vector<std::shared_ptr<Segment>> list() const;

    /// The segment's records have been moved on: its file goes or becomes a spare, or is kept aside if it is damaged. Segments of a thread
    /// are to be released in order: a start takes one that is missing between others for lost.
    ///
    /// Errors  std::errc::device_or_resource_busy while it is not complete; what the disk said, and then it is still there.
    std::error_code release(const std::shared_ptr<Segment>& segment);
    /// A segment that never held a record is taken away, by its appender.
    void discard(const SegmentId& id);

    /// The segment was sealed: it counts for what it holds from now on.
    void count_sealed(std::uint64_t bytes_given_back) { room_.give_back(bytes_given_back); }

    SpareFiles& spares() { return spares_; }

    /// Of all segments. Spares come on top of it, and give way before anything is refused.
    std::uint64_t bytes_used() const;
    std::uint64_t bytes_max() const { return room_.bytes_max(); }
    std::uint64_t segment_bytes() const { return options_.segment_bytes; }
    std::uint64_t epoch() const { return epoch_; }

  private:
    std::shared_ptr<File> write_over_spare(const SegmentHeader& header);
    Result<std::shared_ptr<File>> make_file(const SegmentHeader& header);
    Result<std::shared_ptr<File>> make_file_in_room(const SegmentHeader& header);
    void forget(const SegmentId& id);

    Directory& directory_;
    const JournalOptions options_;
    const std::uint64_t epoch_;
    const NoticeHook& notice_;
    Room room_;
    SpareFiles spares_;
    std::atomic<bool> said_not_preallocated_ = false;
    mutable std::mutex mutex_;
    std::map<SegmentId, std::shared_ptr<Segment>> segments_;  // under mutex_
};

}  // namespace parley::journal
