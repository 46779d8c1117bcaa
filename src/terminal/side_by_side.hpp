// side_by_side.hpp: several texts in columns, as a newspaper has them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace parley::terminal {

struct Column {
    std::string heading;  // one line
    std::string text;     // may have several; visible (visible.hpp)
};

/// A column narrower than this is no pleasure to read.
inline constexpr std::size_t column_width_least = 30;

/// The columns next to each other within `width` cells, each under its heading; nothing when they would be narrower than
/// column_width_least. No spaces at the ends of lines.
std::optional<std::string> side_by_side(const std::vector<Column>& columns, std::size_t width);

}  // namespace parley::terminal
