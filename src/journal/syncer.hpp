// syncer.hpp: brings to the disk what appenders have written, for all of them.
//
// One fdatasync of a file covers everything written to it before: however many batches of a thread wait, they share one.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "journal/directory.hpp"
#include "journal/limits.hpp"
#include "journal/notice.hpp"
#include "journal/segment.hpp"
#include "journal/spare_files.hpp"

namespace parley::journal {

/// add() is safe from any thread; rounds are one thread's at a time.
class Syncer {
  public:
    Syncer(Directory& directory, Durability durability, SpareFiles& spares, const NoticeHook& notice)
        : directory_(directory), durability_(durability), spares_(spares), notice_(notice) {}

    /// Looks after the segment until it has ended and is on the disk whole.
    void add(std::shared_ptr<Segment> segment);

    /// Syncs every segment with news. Where that fails, the file is never synced again, and its appender is woken to write
    /// elsewhere what the disk may have lost. Under Durability::power appenders are woken for success, too. Then spares are prepared.
    void round();

  private:
    struct Watched {
        std::shared_ptr<Segment> segment;
        bool name_is_durable = false;
    };
    void sync(Watched& watched);

    Directory& directory_;
    const Durability durability_;
    SpareFiles& spares_;
    const NoticeHook& notice_;
    std::mutex mutex_;
    std::vector<std::shared_ptr<Segment>> added_;  // under mutex_
    std::vector<Watched> watched_;                 // of the thread that makes the rounds
};

}  // namespace parley::journal
