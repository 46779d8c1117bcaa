// wrap.hpp: text broken into lines of a given width, for columns of a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace parley::terminal {

/// Lines of at most `width` cells (at least 2: a wide character must fit). Line feeds end lines; a longer line is broken at its
/// last space that fits, which is dropped, and a word that is longer than a line within the word. Text without
/// line feeds at its end; the empty text is one empty line. Tabs count as one space and become one.
std::vector<std::string> wrap(std::string_view text, std::size_t width);

}  // namespace parley::terminal
