#include "journal/segment_reader.hpp"

#include <utility>

#include "journal/whole_transfer.hpp"

namespace parley::journal {
namespace {

constexpr std::size_t kept_buffer_bytes_max = 64 * 1024;  // what a burst was read into is given back

}  // namespace

SegmentReader::SegmentReader(Directory& directory, std::shared_ptr<Segment> segment, const NoticeHook& notice)
    : directory_(directory),
      segment_(std::move(segment)),
      notice_(notice),
      chain_{.check = header_check(segment_->header())} {}

Result<std::optional<Record>> SegmentReader::next() {
    for (;;) {
        std::error_code error;
        if (!scanner_ && !load(error)) {
            if (error) return Error{.message = "journal: " + segment_->name() + ": " + error.message()};
            return std::optional<Record>();
        }
        const FrameScanner::Item item = scanner_->next();
        if (const auto* const frame = std::get_if<Frame>(&item)) {
            if (frame->record.type != RecordType::seal) return std::optional(frame->record);
        } else if (const auto* const damage = std::get_if<Damage>(&item)) {
            step_over(*damage);
        } else {
            // Of what was written whole, nothing may be left over.
            if (scanner_->offset() < position_) step_over({.from = scanner_->offset(), .to = position_});
            chain_ = scanner_->chain();
            scanner_.reset();
            if (bytes_.capacity() > kept_buffer_bytes_max) bytes_ = std::string();
        }
    }
}

// False: nothing more is there to be read, or an error says why it cannot be.
bool SegmentReader::load(std::error_code& error) {
    const bool complete = segment_->is_complete();  // before readable(), or what was added in between would be missed
    const std::uint64_t end = segment_->readable();
    if (end <= position_) {
        is_finished_ = complete;
        return false;
    }
    if (!file_) file_ = directory_.open(segment_->name(), error);
    if (error) return false;
    bytes_.clear();
    error = read_range(*file_, position_, end, bytes_);
    if (error) return false;
    scanner_.emplace(bytes_, position_, segment_->header().salt, chain_);
    position_ = end;
    return true;
}

void SegmentReader::step_over(const Damage& damage) {
    segment_->mark_damaged();
    // What an earlier run left was told at the start.
    if (segment_->is_recovered()) return;
    notice_({NoticeKind::damage_found, segment_->name(),
             "bytes " + std::to_string(damage.from) + " to " + std::to_string(damage.to) + " are no record"});
}

}  // namespace parley::journal
