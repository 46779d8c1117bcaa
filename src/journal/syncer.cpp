#include "journal/syncer.hpp"

#include <utility>

namespace parley::journal {

void Syncer::add(std::shared_ptr<Segment> segment) {
    const std::scoped_lock lock(mutex_);
    added_.push_back(std::move(segment));
}

void Syncer::round() {
    {
        const std::scoped_lock lock(mutex_);
        for (std::shared_ptr<Segment>& segment : added_) watched_.push_back({.segment = std::move(segment)});
        added_.clear();
    }
    for (Watched& watched : watched_) {
        if (watched.segment->has_news()) sync(watched);
    }
    std::erase_if(watched_, [](const Watched& watched) {
        return watched.segment->sync_failed() || (watched.segment->is_ended() && !watched.segment->has_news());
    });
    spares_.prepare();
}

void Syncer::sync(Watched& watched) {
    Segment& segment = *watched.segment;
    const std::uint64_t through = segment.written();
    std::error_code error;
    if (!watched.name_is_durable) error = directory_.sync();
    watched.name_is_durable = !error;
    if (!error) error = segment.file().sync_data();
    if (error) {
        segment.fail_sync();
        notice_({NoticeKind::segment_retired, segment.name(), "fdatasync: " + error.message()});
    } else {
        segment.synced_through(through);
    }
    if (error || durability_ == Durability::power) segment.wake_owner();
}

}  // namespace parley::journal
