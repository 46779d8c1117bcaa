// table.hpp: rows as columns that line up in a terminal.
#pragma once

#include <string>
#include <vector>

#include "base/wall_clock.hpp"

namespace parley::cli {

using Row = std::vector<std::string>;

/// Each column as wide as its widest cell, two spaces between columns, none at a line's end. Rows have as many cells as
/// there are headings. Widths are counted in bytes: cells are ASCII.
std::string print_table(const Row& headings, const std::vector<Row>& rows);

/// "2026-11-25 04:26", in UTC.
std::string print_moment(UnixSeconds moment);

}  // namespace parley::cli
