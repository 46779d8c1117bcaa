#include "journal/segment_reader.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "journal/whole_transfer.hpp"

namespace parley::journal {
namespace {

// Of a burst so much is read at a time: it stays in the processor's cache, and the memory for it need not be found each time.
constexpr std::size_t window_bytes = 64 * 1024;

}  // namespace

SegmentReader::SegmentReader(Directory& directory, std::shared_ptr<Segment> segment, const NoticeHook& notice)
    : directory_(directory),
      segment_(std::move(segment)),
      notice_(notice),
      window_(window_bytes),
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
            leave_window();
        }
    }
}

// False: nothing more is there to be read, or an error says why it cannot be.
bool SegmentReader::load(std::error_code& error) {
    const bool complete = segment_->is_complete();  // before readable(), or what was added in between would be missed
    const std::uint64_t end = segment_->readable();
    if (end <= position_) {
        is_finished_ = complete;
        if (complete) bytes_ = std::string();
        return false;
    }
    if (!file_) file_ = directory_.open(segment_->name(), error);
    if (error) return false;
    const std::size_t wanted = std::min<std::uint64_t>(end - position_, window_);
    if (bytes_.size() < wanted) bytes_.resize(wanted);
    const Transfer read = read_whole(*file_, position_, std::span(bytes_).first(wanted));
    error = read.error;
    if (error) return false;
    scanner_.emplace(std::string_view(bytes_).substr(0, read.bytes), position_, segment_->header().salt, chain_);
    window_end_ = read.bytes < wanted ? end : position_ + wanted;
    is_last_window_ = window_end_ == end;
    return true;
}

// A record that the window cut is read again with what follows it. Where that is longer than a window, or damage is, the next is wider:
// damage ends where the next record begins.
void SegmentReader::leave_window() {
    const std::uint64_t reached = scanner_->offset();
    chain_ = scanner_->chain();
    scanner_.reset();
    if (!is_last_window_) {
        window_ = reached == position_ ? 2 * window_ : window_bytes;
        position_ = reached;
        return;
    }
    // Of what was written whole, nothing may be left over.
    if (reached < window_end_) step_over({.from = reached, .to = window_end_});
    position_ = window_end_;
    window_ = window_bytes;
    if (bytes_.size() > window_bytes) bytes_ = std::string();
}

void SegmentReader::step_over(const Damage& damage) {
    segment_->mark_damaged();
    // What an earlier run left was told at the start.
    if (segment_->is_recovered()) return;
    notice_({NoticeKind::damage_found, segment_->name(),
             "bytes " + std::to_string(damage.from) + " to " + std::to_string(damage.to) + " are no record"});
}

}  // namespace parley::journal
