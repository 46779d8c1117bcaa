#include "journal/segment_set.hpp"

#include <utility>

#include "base/sip_hash.hpp"
#include "journal/whole_transfer.hpp"

namespace parley::journal {
namespace {

Error refusal(const std::string& why) { return Error{.kind = ErrorKind::not_ready, .message = why}; }

}  // namespace

Result<std::shared_ptr<Segment>> SegmentSet::create(std::uint32_t thread, std::uint64_t sequence, std::uint64_t previous,
                                                    Wake wake) {
    if (!take_room()) return refusal("the journal is full: its limit is " + std::to_string(bytes_max()) + " bytes");
    const SegmentHeader header{.id = {.epoch = epoch_, .thread = thread, .sequence = sequence},
                               .salt = random_sip_seed(),
                               .previous = previous};
    Result<std::unique_ptr<File>> file = create_file(header);
    if (!file) {
        used_.fetch_sub(segment_bytes(), std::memory_order_relaxed);
        return file.error();
    }
    auto segment = std::make_shared<Segment>(header, std::move(*file), segment_bytes(), std::move(wake));
    const std::scoped_lock lock(mutex_);
    segments_.emplace(header.id, segment);
    return segment;
}

bool SegmentSet::take_room() {
    std::uint64_t used = bytes_used();
    while (used + segment_bytes() <= bytes_max()) {
        if (used_.compare_exchange_weak(used, used + segment_bytes(), std::memory_order_relaxed)) return true;
    }
    return false;
}

Result<std::unique_ptr<File>> SegmentSet::create_file(const SegmentHeader& header) {
    const std::string name = segment_name(header.id);
    std::error_code error;
    std::unique_ptr<File> file = directory_.create(name, error);
    if (error == std::errc::file_exists) {  // of an attempt that failed and could not be removed: this epoch is ours alone
        directory_.remove(name);
        file = directory_.create(name, error);
    }
    if (!file) return refusal(name + ": " + error.message());
    error = file->allocate(segment_bytes());
    while (error == std::errc::interrupted) error = file->allocate(segment_bytes());
    if (error == std::errc::operation_not_supported) {
        error = {};
        if (!said_not_preallocated_.exchange(true))
            notice_({NoticeKind::not_preallocated, name, "this file system cannot set room aside for what is being written"});
    }
    if (!error) error = write_whole(*file, 0, encode_header(header));
    if (!error) return file;
    directory_.remove(name);
    return refusal(name + ": " + error.message());
}

void SegmentSet::adopt(std::shared_ptr<Segment> segment) {
    used_.fetch_add(segment->bytes(), std::memory_order_relaxed);
    const std::scoped_lock lock(mutex_);
    segments_.emplace(segment->id(), std::move(segment));
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
    used_.fetch_sub(found->second->bytes(), std::memory_order_relaxed);
    segments_.erase(found);
}

}  // namespace parley::journal
