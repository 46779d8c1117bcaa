#include "journal/frame.hpp"

#include "journal/limits.hpp"
#include "journal/little_endian.hpp"

namespace parley::journal {
namespace {

constexpr std::size_t check_offset = 4;
constexpr std::size_t length_offset = 12;
constexpr std::size_t checked_from = length_offset;
constexpr std::size_t link_offset = 16;
constexpr std::size_t number_offset = 24;
constexpr std::size_t type_offset = 28;

bool is_known(std::uint32_t type) {
    return type >= static_cast<std::uint32_t>(RecordType::open) && type <= static_cast<std::uint32_t>(RecordType::seal);
}

}  // namespace

ChainEnd append_frame(std::string& out, const SipSeed& salt, ChainEnd before, const Record& record) {
    const std::size_t begin = out.size();
    const std::uint32_t number = before.number + 1;
    out.append(frame_header_bytes, '\0');
    put_number(out, begin, number_at<std::uint32_t>(frame_marker, 0));
    put_number(out, begin + length_offset, static_cast<std::uint32_t>(record.payload.size()));
    put_number(out, begin + link_offset, before.check);
    put_number(out, begin + number_offset, number);
    put_number(out, begin + type_offset, static_cast<std::uint32_t>(record.type));
    out += record.payload;
    const std::uint64_t check = sip_hash(salt, std::string_view(out).substr(begin + checked_from));
    put_number(out, begin + check_offset, check);
    return {.check = check, .number = number};
}

std::optional<Frame> parse_frame(std::string_view bytes, const SipSeed& salt) {
    if (bytes.size() < frame_header_bytes || !bytes.starts_with(frame_marker)) return std::nullopt;
    const auto length = number_at<std::uint32_t>(bytes, length_offset);
    const auto type = number_at<std::uint32_t>(bytes, type_offset);
    // Before the check is computed: these cost nothing and leave few candidates to a reader that looks for its place.
    if (length > payload_bytes_max || length > bytes.size() - frame_header_bytes || !is_known(type)) return std::nullopt;
    const auto check = number_at<std::uint64_t>(bytes, check_offset);
    if (check != sip_hash(salt, bytes.substr(checked_from, frame_header_bytes - checked_from + length))) return std::nullopt;
    return Frame{.record = {static_cast<RecordType>(type), bytes.substr(frame_header_bytes, length)},
                 .link = number_at<std::uint64_t>(bytes, link_offset),
                 .end = {.check = check, .number = number_at<std::uint32_t>(bytes, number_offset)}};
}

}  // namespace parley::journal
