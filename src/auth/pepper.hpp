// pepper.hpp: the secret under which keys are hashed: whoever has the database alone can check no guess against it.
#pragma once

#include <optional>
#include <string>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "store/connection.hpp"

namespace parley::auth {

/// PARLEY_PEPPER's value where it is set, which several nodes share; otherwise that of `file` (secret_file.hpp), made on the
/// first call.
///
/// Errors name the variable or the file: too short, too long, readable by others, not to be read or written.
Result<Secret> load_pepper(const std::optional<std::string>& variable, const std::string& file);

/// Whether the store's keys were made under this pepper; the first pepper is noted, and so is a new one once no live key is
/// left that it would lock out. On the store's thread.
std::optional<Error> check_pepper(store::Connection& connection, const Secret& pepper, bool live_keys_exist);

}  // namespace parley::auth
