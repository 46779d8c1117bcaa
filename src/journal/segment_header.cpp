#include "journal/segment_header.hpp"

#include <algorithm>

#include "journal/little_endian.hpp"

namespace parley::journal {
namespace {

constexpr std::string_view magic = "PARLEYJ\n";
constexpr std::size_t check_offset = 56;
// Any would do: this check is against accidents, and has to be readable before the salt is known.
constexpr SipSeed header_seed{.low = 0x7061726c65792d6a, .high = 0x6f75726e616c2d31};

constexpr std::uint32_t version_offset = 8;
constexpr std::uint32_t version_of_new_files = 1;
constexpr std::uint32_t version_of_reused_files = 2;

std::string encode_copy(const SegmentHeader& header) {
    std::string copy(magic);
    append_number(copy, header.is_reused ? version_of_reused_files : version_of_new_files);
    append_number(copy, header.id.thread);
    append_number(copy, header.id.epoch);
    append_number(copy, header.id.sequence);
    append_number(copy, header.salt.low);
    append_number(copy, header.salt.high);
    append_number(copy, header.previous);
    append_number(copy, sip_hash(header_seed, copy));
    return copy;
}

std::uint32_t version_of(std::string_view copy) { return number_at<std::uint32_t>(copy, version_offset); }

bool is_whole(std::string_view copy) {
    return copy.size() == header_copy_bytes && copy.starts_with(magic) && version_of(copy) <= format_version &&
           number_at<std::uint64_t>(copy, check_offset) == sip_hash(header_seed, copy.substr(0, check_offset));
}

SegmentHeader decode_copy(std::string_view copy) {
    return {.id = {.epoch = number_at<std::uint64_t>(copy, 16),
                   .thread = number_at<std::uint32_t>(copy, 12),
                   .sequence = number_at<std::uint64_t>(copy, 24)},
            .salt = {.low = number_at<std::uint64_t>(copy, 32), .high = number_at<std::uint64_t>(copy, 40)},
            .previous = number_at<std::uint64_t>(copy, 48),
            .is_reused = version_of(copy) == version_of_reused_files};
}

// A later format may have a longer header and another check: only the magic and the version stay where they are. Two copies
// that agree are no accident.
std::optional<std::uint32_t> later_version(std::string_view bytes) {
    if (bytes.size() < 12 || !bytes.starts_with(magic)) return std::nullopt;
    const std::uint32_t version = version_of(bytes);
    return version > format_version ? std::optional(version) : std::nullopt;
}

}  // namespace

std::string encode_header(const SegmentHeader& header) {
    const std::string copy = encode_copy(header);
    return copy + copy;
}

std::uint64_t header_check(const SegmentHeader& header) { return number_at<std::uint64_t>(encode_copy(header), check_offset); }

ReadHeader read_header(std::string_view bytes) {
    using State = ReadHeader::State;
    bytes = bytes.substr(0, header_bytes);
    if (bytes.find_first_not_of('\0') == std::string_view::npos) return {.state = State::empty};
    const std::string_view first = bytes.substr(0, header_copy_bytes);
    const std::string_view second = bytes.substr(std::min(bytes.size(), header_copy_bytes));
    const bool first_whole = is_whole(first);
    const bool second_whole = is_whole(second);
    if (first_whole && second_whole && first == second) return {.state = State::good, .header = decode_copy(first)};
    if (first_whole) return {.state = State::mended, .header = decode_copy(first)};
    if (second_whole) return {.state = State::mended, .header = decode_copy(second)};
    if (const auto version = later_version(bytes)) return {.state = State::unknown_version, .version = *version};
    return {.state = State::damaged};
}

}  // namespace parley::journal
