// lifetime.hpp: how long a key lives, or how far back a report goes, as people write it on a command line: 30d, 12h.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace parley::config {

/// A whole number and a unit: d, h, m or s; at least a second. Nothing when it is not one.
std::optional<std::chrono::seconds> parse_lifetime(std::string_view text);

}  // namespace parley::config
