#include "terminal/wrap.hpp"

#include <algorithm>

#include "terminal/width.hpp"

namespace parley::terminal {
namespace {

/// Where the first line of `line` ends, and where the next begins.
struct Break {
    std::size_t end;
    std::size_t next;
};

Break find_break(std::string_view line, std::size_t width) {
    const std::size_t most = fitting(line, width).size();
    if (most == line.size()) return {most, most};
    const std::size_t space = line.rfind(' ', most);  // one right behind what fits is as good
    const bool only_indent = space == std::string_view::npos || line.find_first_not_of(' ') > space;
    if (only_indent) return {most, most};
    return {space, space + 1};
}

void wrap_line(std::string line, std::size_t width, std::vector<std::string>& lines) {
    std::replace(line.begin(), line.end(), '\t', ' ');
    std::string_view rest = line;
    do {
        const Break at = find_break(rest, width);
        lines.emplace_back(rest.substr(0, at.end));
        rest.remove_prefix(at.next);
    } while (!rest.empty());
}

}  // namespace

std::vector<std::string> wrap(std::string_view text, std::size_t width) {
    constexpr std::size_t width_least = 2;
    width = std::max(width, width_least);
    std::vector<std::string> lines;
    for (;;) {
        const std::size_t end = text.find('\n');
        wrap_line(std::string(text.substr(0, end)), width, lines);
        if (end == std::string_view::npos) return lines;
        text.remove_prefix(end + 1);
    }
}

}  // namespace parley::terminal
