// uuid_bytes.hpp: a UUID as the 16 bytes that its 36 characters spell: less than half, where ids are kept by the million.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace parley {

using UuidBytes = std::array<char, 16>;

/// Nothing for any other text, upper case included: the bytes give back this text and no other (RFC 9562, 4).
std::optional<UuidBytes> uuid_bytes(std::string_view text);

}  // namespace parley
