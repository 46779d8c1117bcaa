// yaml_characters.hpp: which bytes may stand in a configuration file at all.
#pragma once

#include <optional>
#include <string_view>

#include "config/yaml.hpp"

namespace parley::config {

/// Looks at every byte before yaml-cpp does: that library takes U+0004 for the end of the file (a file cut there would
/// be half a configuration), guesses at UTF-16, and mends broken UTF-8 silently. Allowed: c-printable of
/// YAML 1.2.2, 5.1, as UTF-8 (RFC 3629, 4), and a byte order mark at the very beginning.
std::optional<YamlFault> check_characters(std::string_view text);

}  // namespace parley::config
