// read_config.hpp: a file, or its text, to one Config, or to everything that is wrong with it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/config.hpp"
#include "config/environment.hpp"
#include "config/file_version.hpp"
#include "config/problem.hpp"

namespace parley::config {

/// Either a whole Config or problems, never both and never neither: nothing is half applied.
struct ConfigReading {
    std::optional<Config> config;
    std::vector<ConfigProblem> problems;  // in the order of the file
    std::vector<std::string> warnings;    // one line each, ready to print
    std::vector<SourceFile> sources;      // every file that it came from, also when there are problems: what to watch
};

/// Reads YAML of at most 1 MiB. `name` stands for the file in problems. Where the text has neither `providers` nor
/// `models`, they come from the environment (zero.hpp).
ConfigReading read_config_text(std::string_view text, const std::string& name, const Environment& environment);

/// The same for a regular file, which is the first of the sources. Warns when everyone may read a file that holds secrets.
ConfigReading read_config_file(const std::string& path, const Environment& environment);

}  // namespace parley::config
