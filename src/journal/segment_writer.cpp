#include "journal/segment_writer.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "journal/segment_end.hpp"
#include "journal/whole_transfer.hpp"

namespace parley::journal {
namespace {

/// What one large batch has grown the room for a write beyond this is given back.
constexpr std::size_t frames_kept_max = 256 * 1024;

constexpr Record seal_record{RecordType::seal, {}};

}  // namespace

SegmentWriter::SegmentWriter(std::shared_ptr<Segment> segment)
    : segment_(std::move(segment)),
      room_(frame_room(segment_->bytes())),
      chain_{.check = header_check(segment_->header())},
      blank_through_(blank_through(header_bytes)) {}

ChainEnd SegmentWriter::sealed_chain() const {
    std::string seal;
    return append_frame(seal, segment_->header().salt, chain_, seal_record);
}

std::error_code SegmentWriter::write(const RecordBatch& batch) {
    assert(batch.framed_bytes() <= room_);
    const ChainEnd end = batch.append_frames(frames_, segment_->header().salt, chain_);
    if (const std::error_code error = write_frames()) return error;
    room_ -= batch.framed_bytes();
    chain_ = end;
    return {};
}

std::error_code SegmentWriter::seal() {
    chain_ = append_frame(frames_, segment_->header().salt, chain_, seal_record);
    std::error_code error = write_frames();
    if (!error) error = segment_->file().truncate(position_);
    if (!error) segment_->set_bytes(position_);
    if (error) {
        segment_->end();
    } else {
        segment_->end_well();
    }
    return error;
}

// In a file that was another segment before. A page is zeroed to its end with the first frame that reaches it: most writes add nothing.
void SegmentWriter::blank_what_follows() {
    const std::uint64_t end = position_ + frames_.size();
    if (end + frame_header_bytes <= blank_through_) return;
    blank_through_ = blank_through(end);
    frames_.resize(std::min(blank_through_, segment_->bytes()) - position_);
}

std::error_code SegmentWriter::write_frames() {
    const std::uint64_t end = position_ + frames_.size();
    if (segment_->header().is_reused) blank_what_follows();
    const std::error_code error = write_whole(segment_->file(), position_, frames_);
    if (!error) {
        position_ = end;
        segment_->wrote_through(position_);
    }
    frames_.clear();
    if (frames_.capacity() > frames_kept_max) frames_.shrink_to_fit();
    return error;
}

}  // namespace parley::journal
