// compact.hpp: validated JSON text without the white space between its tokens.
#pragma once

#include <string>
#include <string_view>

namespace parley::openai {

/// Appends `json`, a validated value, without insignificant white space (RFC 8259, 2). What is left holds no line end,
/// so that it may stand in one line of an event stream. Key order and numbers stay as they are.
void append_compact(std::string& out, std::string_view json);

}  // namespace parley::openai
