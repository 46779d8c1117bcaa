#include "transcripts/clock_text.hpp"

#include <array>
#include <charconv>

namespace parley::transcripts {
namespace {

void append_padded(std::string& out, std::int64_t number, std::size_t width) {
    std::array<char, 20> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    const auto count = static_cast<std::size_t>(end - digits.data());
    if (count < width) out.append(width - count, '0');
    out.append(digits.data(), count);
}

/// Takes digits, `least` to `most` of them, from the front of `text`.
std::optional<std::int64_t> take_digits(std::string_view& text, std::size_t least, std::size_t most) {
    std::size_t count = 0;
    std::int64_t number = 0;
    while (count < text.size() && count < most && text[count] >= '0' && text[count] <= '9') number = number * 10 + (text[count++] - '0');
    if (count < least) return std::nullopt;
    text.remove_prefix(count);
    return number;
}

bool take(std::string_view& text, std::string_view any_of) {
    if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
    text.remove_prefix(1);
    return true;
}

}  // namespace

void append_clock(std::string& out, std::int64_t milliseconds) {
    append_padded(out, milliseconds / 3'600'000, 2);
    out += ':';
    append_padded(out, milliseconds / 60'000 % 60, 2);
    out += ':';
    append_padded(out, milliseconds / 1'000 % 60, 2);
    out += '.';
    append_padded(out, milliseconds % 1'000, 3);
}

std::optional<std::int64_t> parse_clock(std::string_view text) {
    std::optional<std::int64_t> hours = 0;
    auto minutes = take_digits(text, 2, 5);
    if (!minutes || !take(text, ":")) return std::nullopt;
    auto seconds = take_digits(text, 2, 2);
    if (!seconds) return std::nullopt;
    if (take(text, ":")) {
        hours = minutes;
        minutes = seconds;
        seconds = take_digits(text, 2, 2);
    }
    if (!seconds || *seconds > 59 || *minutes > 59 || !take(text, ".,")) return std::nullopt;
    const auto milliseconds = take_digits(text, 3, 3);
    if (!milliseconds || !text.empty()) return std::nullopt;
    return ((*hours * 60 + *minutes) * 60 + *seconds) * 1000 + *milliseconds;
}

}  // namespace parley::transcripts
