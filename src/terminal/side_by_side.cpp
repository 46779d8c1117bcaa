#include "terminal/side_by_side.hpp"

#include <algorithm>

#include "terminal/width.hpp"
#include "terminal/wrap.hpp"

namespace parley::terminal {
namespace {

constexpr std::size_t gap = 3;

using Lines = std::vector<std::string>;

Lines lines_of(const Column& column, std::size_t width) {
    Lines lines = wrap(column.heading, width);
    lines.emplace_back(std::min(display_width(column.heading), width), '-');
    const Lines text = wrap(column.text, width);
    lines.insert(lines.end(), text.begin(), text.end());
    return lines;
}

std::string line_across(const std::vector<Lines>& columns, std::size_t row, std::size_t width) {
    std::string line;
    std::size_t filled = 0;  // cells
    for (std::size_t column = 0; column < columns.size(); ++column) {
        if (row >= columns[column].size()) continue;
        const std::string& cell = columns[column][row];
        const std::size_t begin = column * (width + gap);
        line.append(begin - filled, ' ');
        line += cell;
        filled = begin + display_width(cell);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
}

}  // namespace

std::optional<std::string> side_by_side(const std::vector<Column>& columns, std::size_t width) {
    if (columns.empty()) return std::nullopt;
    const std::size_t gaps = gap * (columns.size() - 1);
    if (width < gaps + columns.size() * column_width_least) return std::nullopt;
    const std::size_t each = (width - gaps) / columns.size();

    std::vector<Lines> wrapped;
    std::size_t rows = 0;
    for (const Column& column : columns) {
        wrapped.push_back(lines_of(column, each));
        rows = std::max(rows, wrapped.back().size());
    }
    std::string out;
    for (std::size_t row = 0; row < rows; ++row) out += line_across(wrapped, row, each) + "\n";
    return out;
}

}  // namespace parley::terminal
