// cross_checks.hpp: what is wrong only when two places are seen together.
#pragma once

#include "config/config.hpp"
#include "config/reader.hpp"

namespace parley::config {

/// Duplicate names, ids and secrets, targets that nobody answers for, replacements that do not exist, one address for two
/// listeners. `root` is the mapping that `config` was read from. Warns of credentials that would travel in clear.
void check_together(Reader& reader, const Node& root, const Config& config);

}  // namespace parley::config
