// base64url.hpp: bytes as letters, digits, `-` and `_`, without padding (RFC 4648, 5).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace parley::thinking {

void append_base64url(std::string& out, std::string_view bytes);

/// Nullopt for any other byte, an impossible length, and bits that belong to nothing: one text for the same bytes, and no other.
std::optional<std::string> read_base64url(std::string_view text);

}  // namespace parley::thinking
