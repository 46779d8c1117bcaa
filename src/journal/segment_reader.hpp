// segment_reader.hpp: the records of one segment, in order, also while it is being written.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "journal/directory.hpp"
#include "journal/frame_scanner.hpp"
#include "journal/notice.hpp"
#include "journal/segment.hpp"

namespace parley::journal {

/// On any one thread, beside the segment's appender. Steps over what is damaged, says so once for each place, and marks the
/// segment, which will then be kept aside.
class SegmentReader {
  public:
    SegmentReader(Directory& directory, std::shared_ptr<Segment> segment, const NoticeHook& notice);

    const std::shared_ptr<Segment>& segment() const { return segment_; }

    /// Nothing: no more for now. The payload is valid until the next call.
    ///
    /// Errors  internal: the file cannot be read at the moment; asked again, the reader goes on where it was.
    Result<std::optional<Record>> next();
    /// Everything was read, and nothing will be added.
    bool is_finished() const { return is_finished_; }

  private:
    bool load(std::error_code& error);
    void leave_window();
    void step_over(const Damage& damage);

    Directory& directory_;
    const std::shared_ptr<Segment> segment_;
    const NoticeHook& notice_;
    std::unique_ptr<File> file_;
    std::string bytes_;  // its beginning was read of the file and lies under scanner_; it is reused
    std::optional<FrameScanner> scanner_;
    std::size_t window_;                     // how much to read at a time
    std::uint64_t position_ = header_bytes;  // of the window
    std::uint64_t window_end_ = header_bytes;
    bool is_last_window_ = true;  // of what could be read when it was
    ChainEnd chain_;
    bool is_finished_ = false;
};

}  // namespace parley::journal
