#include "journal/spare_files.hpp"

#include <algorithm>
#include <utility>

#include "journal/segment_end.hpp"
#include "journal/segment_header.hpp"
#include "journal/whole_transfer.hpp"

namespace parley::journal {

SpareFiles::SpareFiles(Directory& directory, const JournalOptions& options, Room& room, const NoticeHook& notice)
    : directory_(directory),
      segment_bytes_(options.segment_bytes),
      bytes_max_(directory.overwrites_in_place() ? spare_files_per_thread * options.threads * options.segment_bytes : 0),
      room_(room),
      notice_(notice) {}

SpareFiles::~SpareFiles() {
    while (discard_one()) {
    }
}

bool SpareFiles::keep(const std::shared_ptr<Segment>& segment) {
    if (!segment->may_be_reused()) return false;
    SpareFile spare{.name = spare_name(segment->id()), .file = segment->shared_file()};
    const std::uint64_t more = segment_bytes_ - segment->bytes();  // its seal gave that back
    const std::scoped_lock lock(mutex_);
    if (bytes() + segment_bytes_ > bytes_max_ || !room_.take(more)) return false;
    if (directory_.rename(segment->name(), spare.name)) {
        room_.give_back(more);
        return false;
    }
    bytes_.fetch_add(segment_bytes_, std::memory_order_relaxed);
    kept_.push_back({.spare = std::move(spare), .segment = segment});
    return true;
}

void SpareFiles::prepare() {
    const std::vector<Kept> resting = take_resting();
    if (resting.empty()) return;
    const std::error_code unnamed = directory_.sync();
    for (const Kept& each : resting) {
        const std::error_code error = unnamed ? unnamed : write_over(*each.spare.file);
        if (error) {
            uncount();
            give_up(each.spare, error);
            continue;
        }
        const std::scoped_lock lock(mutex_);
        ready_.push_back(each.spare);
    }
}

// An fdatasync that has failed since a segment was kept is told by the syncer: the file is used no more.
std::vector<SpareFiles::Kept> SpareFiles::take_resting() {
    std::vector<Kept> resting;
    std::vector<Kept> failed;
    {
        const std::scoped_lock lock(mutex_);
        std::erase_if(kept_, [&](Kept& each) {
            if (each.segment->sync_failed()) {
                failed.push_back(std::move(each));
                return true;
            }
            if (!each.segment->rests()) return false;
            resting.push_back(std::move(each));
            return true;
        });
    }
    for (const Kept& each : failed) {
        uncount();
        remove(each.spare);
    }
    return resting;
}

std::error_code SpareFiles::write_over(File& file) const {
    std::error_code error = allocate_whole(file, segment_bytes_);
    if (error == std::errc::operation_not_supported) error = {};
    if (!error) error = write_whole(file, 0, first_page({.is_reused = true}));
    return error ? error : file.sync_data();
}

std::optional<SpareFile> SpareFiles::take() {
    const std::scoped_lock lock(mutex_);
    if (ready_.empty()) return std::nullopt;
    SpareFile spare = std::move(ready_.back());
    ready_.pop_back();
    uncount();
    return spare;
}

// On a disk that is full a spare cannot be made whole again: no news to whoever looks after it.
void SpareFiles::give_up(const SpareFile& spare, const std::error_code& why) {
    if (why != std::errc::no_space_on_device) notice_({NoticeKind::segment_retired, spare.name, "a spare: " + why.message()});
    remove(spare);
}

bool SpareFiles::discard_one() {
    SpareFile spare;
    {
        const std::scoped_lock lock(mutex_);
        if (!kept_.empty()) {
            spare = std::move(kept_.back().spare);
            kept_.pop_back();
        } else if (!ready_.empty()) {
            spare = std::move(ready_.back());
            ready_.pop_back();
        } else {
            return false;
        }
        uncount();
    }
    remove(spare);
    return true;
}

void SpareFiles::remove(const SpareFile& spare) {
    if (const std::error_code error = directory_.remove(spare.name)) notice_({NoticeKind::not_removed, spare.name, error.message()});
    room_.give_back(segment_bytes_);
}

}  // namespace parley::journal
