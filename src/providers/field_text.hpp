// field_text.hpp: what may stand in a field of a request's head as it is.
#pragma once

#include <algorithm>
#include <string_view>

namespace parley::providers {

/// Visible ASCII: what may stand in a field without changing its meaning (RFC 9110, 5.5).
inline bool is_field_text(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char byte) { return byte > 0x20 && byte < 0x7f; });
}

}  // namespace parley::providers
