#include "cli/text_table.hpp"

#include <algorithm>

#include "terminal/width.hpp"

namespace parley::cli {
namespace {

constexpr std::size_t gap = 2;

std::string padded(const std::string& cell, std::size_t width, TextTable::Align align) {
    const std::string space(width - terminal::display_width(cell), ' ');
    return align == TextTable::Align::right ? space + cell : cell + space;
}

}  // namespace

std::vector<std::size_t> TextTable::widths() const {
    std::vector<std::size_t> widths;
    for (std::size_t column = 0; column < columns_.size(); ++column) {
        std::size_t width = terminal::display_width(columns_[column].heading);
        for (const auto& row : rows_) width = std::max(width, terminal::display_width(row[column]));
        widths.push_back(width);
    }
    return widths;
}

std::string TextTable::text() const {
    const std::vector<std::size_t> wide = widths();
    std::string out;
    const auto append_line = [&](const auto& cell_of) {
        std::string line;
        for (std::size_t column = 0; column < columns_.size(); ++column) {
            if (column > 0) line.append(gap, ' ');
            line += padded(cell_of(column), wide[column], columns_[column].align);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        out += line + "\n";
    };
    append_line([this](std::size_t column) -> const std::string& { return columns_[column].heading; });
    for (const auto& row : rows_) {
        append_line([&row](std::size_t column) -> const std::string& { return row[column]; });
    }
    return out;
}

}  // namespace parley::cli
