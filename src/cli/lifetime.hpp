// lifetime.hpp: how long a key lives, as people write it: 30d, 12h.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace parley::cli {

/// A whole number and a unit: d, h, m or s; at least a second. Nothing when it is not one.
std::optional<std::chrono::seconds> parse_lifetime(std::string_view text);

}  // namespace parley::cli
