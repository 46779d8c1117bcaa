#include "transcripts/one_line.hpp"

#include <algorithm>
#include <cstddef>

namespace parley::transcripts {
namespace {

constexpr std::string_view line_ends[] = {"\xc2\x85", "\xe2\x80\xa8", "\xe2\x80\xa9"};

bool is_control(char byte) { return static_cast<unsigned char>(byte) < 0x20 || byte == 0x7f; }

/// Of the one that the text begins with; 0 where it begins with none.
std::size_t line_end_bytes(std::string_view text) {
    for (const std::string_view end : line_ends) {
        if (text.starts_with(end)) return end.size();
    }
    return 0;
}

}  // namespace

void append_on_one_line(std::string& out, std::string_view text) {
    const std::size_t begin = out.size();
    const bool is_plain = std::none_of(std::begin(line_ends), std::end(line_ends),
                                       [&](std::string_view end) { return text.find(end) != std::string_view::npos; });
    if (is_plain) out += text;
    for (std::size_t at = 0; !is_plain && at < text.size();) {
        const std::size_t bytes = line_end_bytes(text.substr(at));
        out += bytes > 0 ? ' ' : text[at];
        at += std::max<std::size_t>(bytes, 1);
    }
    std::replace_if(out.begin() + static_cast<std::ptrdiff_t>(begin), out.end(), is_control, ' ');
}

}  // namespace parley::transcripts
