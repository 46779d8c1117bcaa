#include "providers/gemini/raw_error.hpp"

#include <algorithm>

namespace parley::providers::gemini {
namespace {

bool is_bracket(char byte) { return byte == '{' || byte == '['; }

/// Where the line after the one at `at` begins; the end of the bytes when it is not there yet.
std::size_t next_line(std::string_view bytes, std::size_t at) {
    const std::size_t line_end = bytes.find('\n', at);
    return line_end == std::string_view::npos ? bytes.size() : line_end + 1;
}

}  // namespace

std::string_view RawErrorCatcher::sift(std::string_view bytes) {
    if (caught_) {
        keep(bytes);
        return {};
    }
    if (bytes.empty()) return bytes;
    std::size_t line = at_line_start_ ? 0 : next_line(bytes, 0);
    while (line < bytes.size() && !is_bracket(bytes[line])) line = next_line(bytes, line);
    at_line_start_ = bytes.back() == '\n';
    if (line == bytes.size()) return bytes;
    caught_ = true;
    keep(bytes.substr(line));
    return bytes.substr(0, line);
}

void RawErrorCatcher::keep(std::string_view bytes) { text_ += bytes.substr(0, bytes_max - std::min(bytes_max, text_.size())); }

}  // namespace parley::providers::gemini
