#include "transcripts/text_pieces.hpp"

#include <algorithm>

namespace parley::transcripts {
namespace {

constexpr std::string_view full_stops[] = {"\xe3\x80\x82", "\xef\xbc\x81", "\xef\xbc\x9f"};  // 。！？

bool continues_character(char byte) { return (static_cast<unsigned char>(byte) & 0xc0) == 0x80; }

/// Where a text is cut whose first word is longer than `bytes_max`.
std::size_t cut_of(std::string_view text, std::size_t bytes_max) {
    const std::string_view near = text.substr(0, bytes_max);
    std::size_t cut = 0;
    for (const std::string_view stop : full_stops) {
        const std::size_t at = near.rfind(stop);
        if (at != std::string_view::npos) cut = std::max(cut, at + stop.size());
    }
    if (cut > 0) return cut;
    cut = near.size();
    while (cut > 1 && continues_character(text[cut])) --cut;
    return cut;
}

}  // namespace

std::vector<std::string_view> pieces_of(std::string_view text, std::size_t bytes_max) {
    std::vector<std::string_view> pieces;
    while (!text.empty()) {
        const std::size_t space = text.substr(0, bytes_max + 1).find(' ');
        const bool is_long = space == std::string_view::npos && text.size() > bytes_max;
        const std::size_t end = is_long ? cut_of(text, bytes_max) : std::min(space, text.size());
        if (end > 0) pieces.push_back(text.substr(0, end));
        text.remove_prefix(is_long ? end : std::min(end + 1, text.size()));
    }
    return pieces;
}

}  // namespace parley::transcripts
