// secret_file.hpp: a secret that nobody has to think of: a file of the data directory, made when it is first needed.
#pragma once

#include <cstddef>
#include <string>

#include "base/result.hpp"
#include "base/secret.hpp"

namespace parley::auth {

// What KeyedDigest takes as a key.
inline constexpr std::size_t secret_file_bytes_min = 32;
inline constexpr std::size_t secret_file_bytes_max = 64;

/// The text of `file` without the line end at its end; where there is no such file, it is made with 256 random bits in
/// hexadecimal, mode 0600, and on the disk before this returns.
///
/// Errors name the file: too short, too long, readable by others, not to be read or written.
Result<Secret> load_secret_file(const std::string& file);

/// `text` where its length is within the bounds above. Errors name `where` it came from.
Result<Secret> checked_secret(const std::string& where, std::string text);

}  // namespace parley::auth
