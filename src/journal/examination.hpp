// examination.hpp: what the journal's directory holds, and whether it is all there. Changes nothing.
//
// Every start looks at it this way, and so may whoever wants to verify the books: of a flipped byte, a record or a segment
// that was taken out, none goes unseen. What can be told apart from a crash is called damage; a last write that was cut
// short cannot, and is a torn tail.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "journal/directory.hpp"
#include "journal/frame_scanner.hpp"
#include "journal/segment_header.hpp"

namespace parley::journal {

struct SegmentReport {
    SegmentHeader header;  // its id is that of the file's name, whatever the header says
    ReadHeader::State header_state = ReadHeader::State::damaged;
    std::uint64_t file_bytes = 0;
    std::uint64_t end = 0;  // of the last frame: what there is to read
    std::uint64_t records = 0;
    bool is_sealed = false;
    bool is_torn = false;
    std::vector<Damage> damage = {};  // at most damage_told_max of them, the first
    std::uint64_t damage_count = 0;
    std::uint64_t missing_before = 0;  // segments of its thread and epoch, between this one and one that is there
    bool continues = true;             // the segment before holds the frame after which this one was begun

    bool is_damaged() const;
    bool is_whole() const { return !is_damaged() && !is_torn && missing_before == 0 && continues; }
};

inline constexpr std::size_t damage_told_max = 16;

struct Examination {
    std::vector<SegmentReport> segments;  // in the order of their ids
    std::uint64_t newest_epoch = 0;       // of what is there, segments kept aside included; 0: there is nothing
    std::uint64_t kept_aside = 0;
    std::vector<std::string> spares;  // files that are no segments any more; only a running Parley has a use for them

    bool is_whole() const;
    std::uint64_t records() const;
};

/// Reads every segment, one at a time. Files with other names are left alone, and so is a segment that is gone when its turn
/// comes. Beside a running Parley a write may be seen half: what is damage stays damage at a second look.
///
/// Errors  internal: one line that names the file which cannot be read, or was written by a newer Parley.
Result<Examination> examine(Directory& directory);

}  // namespace parley::journal
