// substitute.hpp: ${NAME} and ${file:/path} inside a scalar.
//
// Done after the YAML was parsed, on one scalar at a time: a value from outside can never become structure, and is not
// looked through for further references.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "config/environment.hpp"
#include "config/file_version.hpp"

namespace parley::config {

/// A scalar with everything put in, and a file that is put in: 64 KiB each.
inline constexpr std::size_t scalar_bytes_max = 64 * 1024;

struct Substitution {
    std::string text;
    bool from_outside = false;          // something was put in: the text may be secret and is not repeated in messages
    std::string fault;                  // empty: done. "the environment variable OPENAI_API_KEY is not set"
    std::vector<SourceFile> files;      // those that were put in, or could not be
    std::vector<std::string> warnings;  // "/run/secrets/key can be read by everyone on this machine"
};

/// Replaces ${NAME} ([A-Za-z_][A-Za-z0-9_]*) by the variable, and ${file:/absolute/path} by the file's text without one
/// line end at its end. $${ stands for ${ itself; any other $ for itself.
Substitution substitute(std::string_view scalar, const Environment& environment);

}  // namespace parley::config
