// environment.hpp: environment variables, handed in, so that a test needs no real ones.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace parley::config {

/// The value of a variable, or nothing when it is not set. Set and empty is a value.
using Environment = std::function<std::optional<std::string>(std::string_view name)>;

/// The variables of this process. Thread-safe as long as nobody calls setenv, and nobody here does.
Environment process_environment();

}  // namespace parley::config
