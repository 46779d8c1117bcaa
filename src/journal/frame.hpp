// frame.hpp: one record as it lies in a segment. Little-endian:
//
//      0  marker    4   0xa7 'J' 'F' 0x1c: where a reader that lost its place looks again
//      4  check     8   SipHash-2-4 of everything after it, under the segment's salt
//     12  length    4   of the payload
//     16  link      8   the check of the frame before; of the header, in the first
//     24  number    4   within the segment, from 1
//     28  type      1   RecordType
//     29  zero      3
//     32  payload
//
// A frame can be judged alone, so that one damaged frame costs no other. The link and the number tie it to the one before,
// so that a frame that was cut out is missed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/sip_hash.hpp"
#include "journal/record.hpp"

namespace parley::journal {

inline constexpr std::string_view frame_marker = "\xa7JF\x1c";
inline constexpr std::size_t frame_header_bytes = 32;

/// What a record takes in a file.
constexpr std::uint64_t framed_bytes(std::uint64_t payload_bytes) { return frame_header_bytes + payload_bytes; }

/// How far the chain of a segment has come.
struct ChainEnd {
    std::uint64_t check = 0;   // of the last frame, or of the header
    std::uint32_t number = 0;  // of the last frame; 0 before the first

    bool operator==(const ChainEnd&) const = default;
};

/// Appends the record's frame to `out` and returns where the chain ends now.
ChainEnd append_frame(std::string& out, const SipSeed& salt, ChainEnd before, const Record& record);

struct Frame {
    Record record;  // its payload lies in the bytes that were parsed
    std::uint64_t link;
    ChainEnd end;

    std::uint64_t bytes() const { return framed_bytes(record.payload.size()); }
    bool follows(const ChainEnd& before) const { return link == before.check && end.number == before.number + 1; }
};

/// The frame with which the bytes begin; nothing if they begin with no whole and undamaged one.
std::optional<Frame> parse_frame(std::string_view bytes, const SipSeed& salt);

}  // namespace parley::journal
