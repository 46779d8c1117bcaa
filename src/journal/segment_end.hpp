// segment_end.hpp: how the end of what was written shows in a segment.
//
// In a file that was made for the segment zeros follow to the file's end: nobody ever wrote there. A file that was another
// segment before is full of its frames. They cannot be taken for frames of this one (their checks are made under another salt),
// and so that the end shows all the same, zeros are written behind the last frame: as many as a frame's header at least, and to
// the end of the page, so that no page is ever written in part of which the rest would first have to be read from the disk.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "journal/segment_header.hpp"

namespace parley::journal {

/// What the kernel keeps in memory and writes to the disk as one.
inline constexpr std::uint64_t page_bytes = 4096;

/// Where the zeros end that are written behind a last frame which ends at `at`, in a file that was another segment before.
std::uint64_t blank_through(std::uint64_t at);

/// How such a file begins: the header, and the end behind it.
std::string first_page(const SegmentHeader& header);

/// Whether nothing but the end follows the last frame.
///
/// rest  the file's bytes from `at`, where that frame ends
bool is_clean_end(std::string_view rest, std::uint64_t at, bool is_reused);

}  // namespace parley::journal
