// text_table.hpp: rows and columns for a terminal.
#pragma once

#include <string>
#include <vector>

namespace parley::cli {

/// Columns as wide as their widest cell, two spaces apart; no spaces at the ends of lines. Cells are UTF-8
/// without control characters; a wide character takes two places.
class TextTable {
  public:
    enum class Align : bool { left, right };
    struct Column {
        std::string heading;
        Align align = Align::left;
    };

    explicit TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}

    /// One cell for each column.
    void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }

    /// The headings and the rows, each on a line of its own.
    std::string text() const;

  private:
    std::vector<std::size_t> widths() const;

    std::vector<Column> columns_;
    std::vector<std::vector<std::string>> rows_;
};

}  // namespace parley::cli
