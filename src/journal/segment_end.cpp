#include "journal/segment_end.hpp"

#include <cstring>

#include "journal/frame.hpp"

namespace parley::journal {
namespace {

// A segment is set aside whole and ends in megabytes of zeros: compared with themselves, a byte further on, they cost little.
bool is_zeros(std::string_view bytes) {
    return bytes.empty() || (bytes.front() == '\0' && std::memcmp(bytes.data(), bytes.data() + 1, bytes.size() - 1) == 0);
}

}  // namespace

std::uint64_t blank_through(std::uint64_t at) {
    const std::uint64_t least = at + frame_header_bytes;
    return (least + page_bytes - 1) / page_bytes * page_bytes;
}

std::string first_page(const SegmentHeader& header) {
    std::string page = encode_header(header);
    page.resize(blank_through(header_bytes));
    return page;
}

bool is_clean_end(std::string_view rest, std::uint64_t at, bool is_reused) {
    return is_zeros(is_reused ? rest.substr(0, blank_through(at) - at) : rest);
}

}  // namespace parley::journal
