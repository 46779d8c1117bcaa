// visible.hpp: text from elsewhere as a terminal may be given it: control characters are shown, not obeyed.
//
// A model repeats what it has read, and a terminal does what it is told: an escape sequence in an answer could clear the
// screen, rename the window, or write what looks like a shell's prompt.
#pragma once

#include <string>
#include <string_view>

namespace parley::terminal {

/// ESC becomes ^[, a carriage return ^M, DEL ^?, the controls from U+0080 to U+009F, separators of lines and overrides of a text's
/// direction <U+009B>; what is no UTF-8 becomes U+FFFD. Line feeds, tabs and everything else stay. A carriage return before a line feed is
/// left out.
std::string visible(std::string_view text);

/// The same on one line: line feeds and tabs become spaces. For messages and cells of a table.
std::string visible_line(std::string_view text);

}  // namespace parley::terminal
