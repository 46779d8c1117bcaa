// spare_files.hpp: files of segments whose records have been moved on, kept to be written over.
//
// Their blocks are allocated and their pages are in memory, which for a new file would all have to be found and cleared first
// (docs/decisions/0026). A file goes through three hands:
//
//   1. Who releases the segment renames the file: from here on no start takes it for a segment, and none misses it.
//   2. The sync thread makes that name durable, and only then writes a header of nobody's over the old one and syncs it.
//   3. An appender writes its own header over that and renames the file to its segment.
//
// So whatever a power cut takes, behind a segment's name is that segment, or the header of nobody's: never another segment.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include "journal/directory.hpp"
#include "journal/limits.hpp"
#include "journal/notice.hpp"
#include "journal/room.hpp"
#include "journal/segment.hpp"

namespace parley::journal {

struct SpareFile {
    std::string name;
    std::shared_ptr<File> file;
};

/// Safe to use from several threads. Each spare counts as a whole segment in the journal's room; at the end all are removed.
class SpareFiles {
  public:
    SpareFiles(Directory& directory, const JournalOptions& options, Room& room, const NoticeHook& notice);
    ~SpareFiles();
    SpareFiles(const SpareFiles&) = delete;
    SpareFiles& operator=(const SpareFiles&) = delete;

    /// Takes over the file of a segment that is complete, and the room that it has. False: the file is where it was; it may not be used
    /// again, or there are enough.
    bool keep(const std::shared_ptr<Segment>& segment);

    /// The sync thread's: makes ready whatever was kept since and rests.
    void prepare();

    /// One that is ready, with its room.
    std::optional<SpareFile> take();
    /// What take() gave out is of no use: it is removed, and its room given back.
    void give_up(const SpareFile& spare, const std::error_code& why);

    /// Removes one, for its room on the disk and in the journal. False: there is none.
    bool discard_one();

    /// Of all of them, in the journal's room.
    std::uint64_t bytes() const { return bytes_.load(std::memory_order_relaxed); }

  private:
    /// Was a segment; has its name as a spare.
    struct Kept {
        SpareFile spare;
        std::shared_ptr<Segment> segment;
    };

    std::vector<Kept> take_resting();
    std::error_code write_over(File& file) const;
    void uncount() { bytes_.fetch_sub(segment_bytes_, std::memory_order_relaxed); }
    void remove(const SpareFile& spare);

    Directory& directory_;
    const std::uint64_t segment_bytes_;
    const std::uint64_t bytes_max_;
    Room& room_;
    const NoticeHook& notice_;
    std::atomic<std::uint64_t> bytes_ = 0;
    std::mutex mutex_;
    std::vector<Kept> kept_;        // under mutex_: not ready yet
    std::vector<SpareFile> ready_;  // under mutex_
};

}  // namespace parley::journal
