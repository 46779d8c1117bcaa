// record_batch.hpp: records that leave in one write, in memory until they are known to be on the disk.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "journal/frame.hpp"
#include "journal/record.hpp"

namespace parley::journal {

/// Packed one behind the other; frames are made of them for a segment, and made anew should they have to go to another.
class RecordBatch {
  public:
    void add(Ticket ticket, const Record& record);
    /// Of a batch whose tickets are higher.
    void append(const RecordBatch& later);
    /// Keeps its room for the next records.
    void clear();
    /// Forgets the records in front: those of whole batches that were appended. `first` is the ticket of the one that is then the first.
    void drop_front(std::size_t packed_bytes, std::uint64_t framed_bytes, Ticket first);

    bool empty() const { return packed_.empty(); }
    std::uint64_t framed_bytes() const { return framed_bytes_; }
    std::size_t packed_bytes() const { return packed_.size(); }
    /// Of the first record, while not empty.
    Ticket first() const { return first_; }

    /// Appends every record's frame to `out` and returns where the chain ends now.
    ChainEnd append_frames(std::string& out, const SipSeed& salt, ChainEnd before) const;

  private:
    std::string packed_;  // each: length (4), type (1), payload
    std::uint64_t framed_bytes_ = 0;
    Ticket first_ = 0;
};

}  // namespace parley::journal
