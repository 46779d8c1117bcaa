// nearest_name.hpp: what someone probably meant to write.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::config {

/// The candidate that takes the fewest single-character edits (Levenshtein) to reach, if that is at most a third of the
/// name's length and at least 1 is allowed; the first of several equals. Names over 64 characters are nobody's typing
/// slip.
std::optional<std::string> nearest_name(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace parley::config
