#include "journal/segment_set.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/sip_hash.hpp"
#include "journal/segment_end.hpp"
#include "journal/whole_transfer.hpp"

namespace parley::journal {
namespace {

Error refusal(const std::string& why) { return Error{.kind = ErrorKind::not_ready, .message = why}; }

}  // namespace

Result<std::shared_ptr<Segment>> SegmentSet::create(std::uint32_t thread, std::uint64_t sequence, std::uint64_t previous, Wake wake) {
    SegmentHeader header{.id = {.epoch = epoch_, .thread = thread, .sequence = sequence},
                         .salt = random_sip_seed(),
                         .previous = previous,
                         .is_reused = true};
    std::shared_ptr<File> file = write_over_spare(header);
    if (!file) {
        header.is_reused = false;
        Result<std::shared_ptr<File>> made = make_file(header);
        if (!made) return made.error();
        file = std::move(*made);
    }
    auto segment = std::make_shared<Segment>(header, std::move(file), segment_bytes(), std::move(wake));
    const std::scoped_lock lock(mutex_);
    segments_.emplace(header.id, segment);
    return segment;
}

// The header first: a file that cannot take it is a spare still, and nothing of it is left behind.
std::shared_ptr<File> SegmentSet::write_over_spare(const SegmentHeader& header) {
    std::optional<SpareFile> spare = spares_.take();
    if (!spare) return nullptr;
    std::error_code error = write_whole(*spare->file, 0, first_page(header));
    if (!error) error = directory_.rename(spare->name, segment_name(header.id));
    if (!error) return std::move(spare->file);
    spares_.give_up(*spare, error);
    return nullptr;
}

// Spares that are not ready yet are in nobody's way: where there is no room, or none on the disk, they go.
Result<std::shared_ptr<File>> SegmentSet::make_file(const SegmentHeader& header) {
    for (;;) {
        Result<std::shared_ptr<File>> made = make_file_in_room(header);
        if (made || !spares_.discard_one()) return made;
    }
}

Result<std::shared_ptr<File>> SegmentSet::make_file_in_room(const SegmentHeader& header) {
    if (!room_.take(segment_bytes())) return refusal("the journal is full: its limit is " + std::to_string(bytes_max()) + " bytes");
    const std::string name = segment_name(header.id);
    std::error_code error;
    std::unique_ptr<File> file = directory_.create(name, error);
    if (error == std::errc::file_exists) {  // of an attempt that failed and could not be removed: this epoch is ours alone
        directory_.remove(name);
        file = directory_.create(name, error);
    }
    if (file) {
        error = allocate_whole(*file, segment_bytes());
        if (error == std::errc::operation_not_supported) {
            error = {};
            if (!said_not_preallocated_.exchange(true))
                notice_({NoticeKind::not_preallocated, name, "this file system cannot set room aside for what is being written"});
        }
        if (!error) error = write_whole(*file, 0, encode_header(header));
        if (!error) return std::shared_ptr<File>(std::move(file));
        directory_.remove(name);
    }
    room_.give_back(segment_bytes());
    return refusal(name + ": " + error.message());
}

void SegmentSet::adopt(std::shared_ptr<Segment> segment) {
    room_.count(segment->bytes());
    const std::scoped_lock lock(mutex_);
    segments_.emplace(segment->id(), std::move(segment));
}

// Two numbers, which others may change between the looks.
std::uint64_t SegmentSet::bytes_used() const {
    const std::uint64_t of_spares = spares_.bytes();
    const std::uint64_t taken = room_.taken();
    return taken - std::min(taken, of_spares);
}

std::vector<std::shared_ptr<Segment>> SegmentSet::list() const {
    const std::scoped_lock lock(mutex_);
    std::vector<std::shared_ptr<Segment>> all;
    all.reserve(segments_.size());
    for (const auto& [id, segment] : segments_) all.push_back(segment);
    return all;
}

// A discarded segment is gone already; what has its number now is another.
std::error_code SegmentSet::release(const std::shared_ptr<Segment>& segment) {
    const SegmentId id = segment->id();
    {
        const std::scoped_lock lock(mutex_);
        const auto found = segments_.find(id);
        if (found == segments_.end() || found->second != segment) return {};
    }
    if (!segment->is_complete()) return std::make_error_code(std::errc::device_or_resource_busy);
    if (spares_.keep(segment)) {
        const std::scoped_lock lock(mutex_);
        segments_.erase(id);  // its room is the spare's
        return {};
    }
    const std::string name = segment->name();
    const bool keep = segment->is_damaged();
    std::error_code error = keep ? directory_.rename(name, quarantine_name(id)) : directory_.remove(name);
    if (error == std::errc::no_such_file_or_directory) error = {};  // somebody was quicker; the room is free all the same
    if (error) {
        notice_({NoticeKind::not_removed, name, error.message()});
        return error;
    }
    if (keep) notice_({NoticeKind::segment_kept_aside, quarantine_name(id), "damaged; every readable record was moved on"});
    forget(id);
    return {};
}

void SegmentSet::discard(const SegmentId& id) {
    directory_.remove(segment_name(id));
    forget(id);
}

void SegmentSet::forget(const SegmentId& id) {
    const std::scoped_lock lock(mutex_);
    const auto found = segments_.find(id);
    if (found == segments_.end()) return;
    room_.give_back(found->second->bytes());
    segments_.erase(found);
}

}  // namespace parley::journal
