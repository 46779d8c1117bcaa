// segment_writer.hpp: the end of a segment where records are added.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <system_error>

#include "journal/frame.hpp"
#include "journal/record_batch.hpp"
#include "journal/segment.hpp"

namespace parley::journal {

/// What a segment of this size holds in frames: its header and the seal, for which there is always room, taken off.
constexpr std::uint64_t frame_room(std::uint64_t segment_bytes) { return segment_bytes - header_bytes - framed_bytes(0); }

/// Belongs to the segment's appender. After an error it is good for nothing but being dropped.
class SegmentWriter {
  public:
    explicit SegmentWriter(std::shared_ptr<Segment> segment);

    Segment& segment() const { return *segment_; }
    const std::shared_ptr<Segment>& shared() const { return segment_; }

    /// For frames.
    std::uint64_t room() const { return room_; }
    std::uint64_t position() const { return position_; }
    /// Where the chain ends: after the last frame, and after the seal that seal() would write.
    const ChainEnd& chain() const { return chain_; }
    ChainEnd sealed_chain() const;
    bool has_frames() const { return chain_.number > 0; }

    /// All records in one write; they fit into room(). After an error none of them counts as written.
    std::error_code write(const RecordBatch& batch);
    /// The last frame; gives back what the file has set aside beyond it, and ends the segment, also when that fails.
    std::error_code seal();

  private:
    void blank_what_follows();
    std::error_code write_frames();

    std::shared_ptr<Segment> segment_;
    std::uint64_t position_ = header_bytes;
    std::uint64_t room_;
    ChainEnd chain_;
    std::uint64_t blank_through_;  // zeros are written from position_ to there, or more
    std::string frames_;           // the room for one write, kept
};

}  // namespace parley::journal
