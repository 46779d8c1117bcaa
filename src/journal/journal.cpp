#include "journal/journal.hpp"

#include <cassert>
#include <string>
#include <utility>

#include "journal/findings.hpp"

namespace parley::journal {
namespace {

Error out_of_bounds(const std::string& what) { return Error{.kind = ErrorKind::bad_request, .message = "journal: " + what}; }

std::optional<Error> check(const JournalOptions& options) {
    if (options.segment_bytes < segment_bytes_min || options.segment_bytes > segment_bytes_max)
        return out_of_bounds("segment_bytes must be from " + std::to_string(segment_bytes_min) + " to " +
                             std::to_string(segment_bytes_max));
    if (options.threads < 1 || options.threads > threads_max)
        return out_of_bounds("threads must be from 1 to " + std::to_string(threads_max));
    // One that is written and one that is drained: with fewer, a thread could wait for room that only it can free.
    const std::uint64_t least = 2 * options.segment_bytes * options.threads;
    if (options.total_bytes < least)
        return out_of_bounds("total_bytes must be at least " + std::to_string(least) + ", two segments for each thread");
    return std::nullopt;
}

}  // namespace

Result<std::unique_ptr<Journal>> Journal::open(Directory& directory, const JournalOptions& options, NoticeHook notice, Syncing syncing) {
    if (std::optional<Error> error = check(options)) return std::move(*error);
    Result<Examination> found = examine(directory);
    if (!found) return found.error();
    return std::unique_ptr<Journal>(new Journal(directory, options, std::move(notice), syncing, std::move(*found)));
}

Journal::Journal(Directory& directory, const JournalOptions& options, NoticeHook notice, Syncing syncing, Examination found)
    : directory_(directory),
      notice_(notice ? std::move(notice) : [](const Notice&) {}),
      found_(std::move(found)),
      threads_(options.threads),
      segments_(directory, options, found_.newest_epoch + 1, notice_),
      syncer_(directory, options.durability, segments_.spares(), notice_) {
    for (const std::string& spare : found_.spares) remove(spare);
    for (const SegmentReport& report : found_.segments) adopt(report);
    if (syncing == Syncing::by_thread) sync_thread_.emplace(syncer_, options.durability);
}

void Journal::remove(const std::string& spare) {
    if (const std::error_code error = directory_.remove(spare)) notice_({NoticeKind::not_removed, spare, error.message()});
}

void Journal::adopt(const SegmentReport& report) {
    for (const Notice& finding : findings_of(report)) notice_(finding);
    auto segment = std::make_shared<Segment>(report.header, report.end, report.file_bytes);
    if (report.is_damaged()) segment->mark_damaged();
    segments_.adopt(std::move(segment));
}

std::unique_ptr<Appender> Journal::make_appender(std::uint32_t thread, Wake wake, TimePoint now) {
    assert(thread < threads_);
    AppenderPlace place{.segments = segments_,
                        .notice = notice_,
                        .begun = [this](std::shared_ptr<Segment> segment) { syncer_.add(std::move(segment)); },
                        .wrote =
                            [this] {
                                if (sync_thread_) sync_thread_->tell();
                            }};
    auto appender = std::make_unique<Appender>(std::move(place), thread, std::move(wake));
    appender->flush(now);
    return appender;
}

}  // namespace parley::journal
