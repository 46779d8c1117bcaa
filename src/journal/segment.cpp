#include "journal/segment.hpp"

#include <utility>

namespace parley::journal {

Segment::Segment(const SegmentHeader& header, std::shared_ptr<File> file, std::uint64_t bytes, Wake wake)
    : header_(header), file_(std::move(file)), wake_(std::move(wake)), bytes_(bytes), written_(header_bytes) {}

Segment::Segment(const SegmentHeader& header, std::uint64_t readable_bytes, std::uint64_t bytes)
    : header_(header), bytes_(bytes), written_(readable_bytes), synced_(readable_bytes), ended_(true) {}

}  // namespace parley::journal
