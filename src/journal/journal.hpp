// journal.hpp: what was promised to be remembered, on a local disk, until something better has it.
//
// Each thread appends records to segments of its own (appender.hpp), one thread syncs them all (sync_thread.hpp), and one
// reads them and lets go of what it has moved on (journal_reader.hpp). What an earlier run left is read like the rest.
// docs/decisions/0008 says what the files look like, and why.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "base/result.hpp"
#include "journal/appender.hpp"
#include "journal/directory.hpp"
#include "journal/examination.hpp"
#include "journal/journal_reader.hpp"
#include "journal/limits.hpp"
#include "journal/notice.hpp"
#include "journal/segment_set.hpp"
#include "journal/sync_thread.hpp"
#include "journal/syncer.hpp"

namespace parley::journal {

/// Outlives its appenders and readers. Whoever opens it holds the directory alone, for instance under store/'s lock.
class Journal {
  public:
    enum class Syncing {
        by_thread,
        by_hand,  // by calls of sync(), for tests
    };

    /// Looks at everything that is there and says what is wrong with it.
    ///
    /// Errors  bad_request: an option out of its bounds, by name. Else one line that names the file which cannot be read, or
    ///         which a newer Parley wrote: it is left alone.
    static Result<std::unique_ptr<Journal>> open(Directory& directory, const JournalOptions& options, NoticeHook notice,
                                                 Syncing syncing = Syncing::by_thread);

    /// thread  below options.threads, and no two the same.
    /// wake    asks that thread for a flush(); called from the sync thread.
    /// Its first segment is begun at once; if that cannot be done, its state() says so.
    std::unique_ptr<Appender> make_appender(std::uint32_t thread, Wake wake, TimePoint now);
    JournalReader make_reader() { return JournalReader(directory_, segments_, notice_); }

    /// Of this run, in the names of its segments; those of earlier runs are lower.
    std::uint64_t epoch() const { return segments_.epoch(); }

    /// What was found at the start.
    const Examination& found() const { return found_; }

    /// Their quotient is how full the journal is. At the limit no segment can be begun.
    std::uint64_t bytes_used() const { return segments_.bytes_used(); }
    std::uint64_t bytes_max() const { return segments_.bytes_max(); }

    SegmentSet& segments() { return segments_; }
    /// A round of the syncer, while no thread makes them.
    void sync() { syncer_.round(); }

  private:
    Journal(Directory& directory, const JournalOptions& options, NoticeHook notice, Syncing syncing, Examination found);
    void remove(const std::string& spare);
    void adopt(const SegmentReport& report);

    Directory& directory_;
    const NoticeHook notice_;
    const Examination found_;
    const std::uint32_t threads_;
    SegmentSet segments_;
    Syncer syncer_;
    std::optional<SyncThread> sync_thread_;  // ends first: it uses the others
};

}  // namespace parley::journal
