// segment_header.hpp: the first bytes of a segment, which say what it is.
//
// Two equal copies, because the salt in them is what makes every frame of the segment readable: one damaged byte must not
// cost a whole segment. Between two segments a file has a header of nobody's. Each copy, little-endian:
//
//      0  magic            8   "PARLEYJ\n"
//      8  format version   4   1; 2 in a file that was another segment before, whose frames follow (segment_end.hpp)
//     12  thread           4
//     16  epoch            8
//     24  sequence         8
//     32  salt             16  the seed of the frames' checks: random, so that no payload can hold a frame that would pass
//     48  previous         8   the check of the last frame of this thread's segment before; 0 in its first
//     56  check            8   SipHash-2-4 of bytes 0 to 55 under a fixed seed
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/sip_hash.hpp"
#include "journal/segment_name.hpp"

namespace parley::journal {

inline constexpr std::uint32_t format_version = 2;  // the newest one
inline constexpr std::size_t header_copy_bytes = 64;
inline constexpr std::size_t header_bytes = 2 * header_copy_bytes;

struct SegmentHeader {
    SegmentId id = {};
    SipSeed salt = {};
    std::uint64_t previous = 0;
    bool is_reused = false;  // its file was another segment before

    /// Of a file that waits for its next segment: epochs are counted from 1.
    bool is_nobodys() const { return id.epoch == 0; }
};

/// Both copies: header_bytes of them.
std::string encode_header(const SegmentHeader& header);
/// What the first frame's link holds: the chain begins with the header.
std::uint64_t header_check(const SegmentHeader& header);

struct ReadHeader {
    enum class State : std::uint8_t {
        good,
        mended,           // one of the copies is damaged
        empty,            // nothing but zeros, or nothing: made, and never written to
        damaged,          // neither copy can be read
        unknown_version,  // written by another Parley
    };
    State state = State::damaged;
    SegmentHeader header = {};  // when good or mended
    std::uint32_t version = 0;  // of the format, when unknown
};

/// From the first header_bytes of a file, or fewer if it has no more.
ReadHeader read_header(std::string_view bytes);

}  // namespace parley::journal
