#include "load/event_scanner.hpp"

#include <charconv>
#include <cstring>

#include "wire/stamp.hpp"

namespace bench::load {
namespace {

using wire::stamp_digits;

// The beginning of a stamped content delta. No proxy rewrites the inside of a chunk in a way that would change it.
constexpr std::string_view delta_begin = "\"content\":\"";

}  // namespace

std::uint64_t EventScanner::count(std::string_view piece) {
    std::uint64_t events = 0;
    while (!piece.empty()) {
        const std::size_t end = piece.find('\n');
        const std::string_view line = piece.substr(0, end);
        if (!line.empty() && line != "\r") line_has_text_ = true;
        if (end == std::string_view::npos) break;
        if (line_has_text_) {
            event_has_lines_ = true;
        } else if (event_has_lines_) {
            ++events;
            event_has_lines_ = false;
        }
        line_has_text_ = false;
        piece.remove_prefix(end + 1);
    }
    return events;
}

void append_delays(std::string_view piece, wire::Nanoseconds now, std::vector<wire::Nanoseconds>& delays) {
    constexpr std::size_t stamp_bytes = wire::stamp_mark.size() + stamp_digits;
    while (true) {
        const void* found = memmem(piece.data(), piece.size(), delta_begin.data(), delta_begin.size());
        if (found == nullptr) return;
        piece.remove_prefix(static_cast<std::size_t>(static_cast<const char*>(found) - piece.data()) + delta_begin.size());
        if (piece.size() < stamp_bytes) return;
        if (!piece.starts_with(wire::stamp_mark)) continue;  // the role chunk, whose content is empty
        const char* end = piece.data() + stamp_bytes;
        wire::Nanoseconds stamp = 0;
        const auto read = std::from_chars(piece.data() + wire::stamp_mark.size(), end, stamp);
        if (read.ec == std::errc{} && read.ptr == end) delays.push_back(now - stamp);
        piece.remove_prefix(stamp_bytes);
    }
}

}  // namespace bench::load
