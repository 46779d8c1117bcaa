// journal_reader.hpp: everything in the journal, for whoever moves it on.
#pragma once

#include <functional>
#include <map>
#include <optional>

#include "base/result.hpp"
#include "journal/segment_reader.hpp"
#include "journal/segment_set.hpp"

namespace parley::journal {

/// Takes records out in the order in which each thread wrote them; between threads there is no order. What was taken out and
/// not acknowledged when the process ends is taken out again by the next: records are to be stored in a way that suffers it.
/// One thread's.
class JournalReader {
  public:
    JournalReader(Directory& directory, SegmentSet& segments, const NoticeHook& notice)
        : directory_(directory), segments_(segments), notice_(notice) {}

    /// Nothing: no more for now. The payload is valid until the next call.
    ///
    /// Errors  internal: a file cannot be read at the moment.
    Result<std::optional<Record>> next();

    /// Where the record lay that next() gave out last.
    const SegmentId& place() const { return *place_; }
    /// That record meant nothing to its owner: its segment will be kept aside rather than removed.
    void keep_aside() { current().segment()->mark_damaged(); }

    /// All that next() has given out is stored. Segments of which nothing is left are released, if `may_go`.
    using MayGo = std::function<bool(const SegmentId&)>;
    void acknowledge(const MayGo& may_go = [](const SegmentId&) { return true; });

  private:
    SegmentReader& current() { return readers_.at(*place_); }
    void open_new_segments();

    Directory& directory_;
    SegmentSet& segments_;
    const NoticeHook& notice_;
    std::map<SegmentId, SegmentReader> readers_;  // of every segment that is not released
    std::optional<SegmentId> place_;              // whose records are being taken; nothing: ask for new segments first
};

}  // namespace parley::journal
