// notice.hpp: what the journal has to say to whoever runs it: for the log, and counted by kind for the metrics.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace parley::journal {

enum class NoticeKind : std::uint8_t {
    segment_retired,     // a write or an fdatasync failed; the file is used no more, its records go to the next
    no_segment,          // no segment can be begun: requests that cost money are refused
    working_again,       // after no_segment
    not_preallocated,    // the file system cannot set room aside: a full disk is noticed later than it should be
    torn_tail,           // at a start: the last write of a segment was cut short, as a crash does
    damage_found,        // bytes of a segment that are no record, although records follow; or records that are missing
    segment_missing,     // at a start: a segment between others is gone, or does not continue the one before
    segment_kept_aside,  // a damaged segment was renamed once its readable records had been moved on
    not_removed,         // a drained segment cannot be removed
};

struct Notice {
    NoticeKind kind;
    std::string file;  // name in the journal's directory, or empty
    std::string text;
};

/// Called from any thread that the journal is used on, its own included; must not call the journal.
using NoticeHook = std::function<void(const Notice&)>;

}  // namespace parley::journal
