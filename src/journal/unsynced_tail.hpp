// unsynced_tail.hpp: what was written and is not known to be on the disk yet, kept in memory in case it never gets there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

#include "journal/record_batch.hpp"
#include "journal/segment.hpp"

namespace parley::journal {

/// One appender's. Its size is bounded by whoever adds to it (appender.hpp).
class UnsyncedTail {
  public:
    /// Batches are added to this segment from now on.
    void begin(std::shared_ptr<Segment> segment);
    /// The batch lies in the segment up to `end`, where the chain has come to `check`.
    void add(std::uint64_t end, std::uint64_t check, const RecordBatch& batch);

    /// Forgets what has been synced.
    void forget_synced();

    struct Failed {
        struct Place {
            std::shared_ptr<Segment> segment;
            std::uint64_t synced_check;  // where its chain had come to when it was last synced; 0: it never was
        };
        std::vector<Place> segments;
        RecordBatch records;  // that they were to hold, in order
    };
    /// Takes out what lies in segments whose fdatasync failed.
    Failed take_failed();

    std::uint64_t framed_bytes() const;
    /// In other segments than this one, which may be null.
    std::uint64_t framed_bytes_outside(const Segment* segment) const;
    /// Of the oldest record; `otherwise` if there is none.
    Ticket first_ticket(Ticket otherwise) const;

  private:
    struct Batch {
        std::uint64_t end;
        std::uint64_t check;
        Ticket first;
        std::size_t packed_bytes;  // of the part's records
        std::uint64_t framed_bytes;
    };
    struct Part {
        std::shared_ptr<Segment> segment;
        std::deque<Batch> batches;
        RecordBatch records;  // of all these batches: thousands of them between two syncs, and no allocation for each
        std::uint64_t synced_check = 0;

        void forget(std::uint64_t synced);
    };
    // A segment each, the one that is being written last; until all of it is on the disk, its seal included.
    std::deque<Part> parts_;
};

}  // namespace parley::journal
