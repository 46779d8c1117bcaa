// zero.hpp: configuration without a file: whatever keys the environment holds.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "catalog/host.hpp"
#include "config/read_config.hpp"

namespace parley::config {

/// The region in which Bedrock is asked. AWS's own variables lie in many environments for other purposes, and spend money: they are
/// taken only where this one asks for it.
inline constexpr std::string_view aws_region_variable = "PARLEY_AWS_REGION";

/// The hosts that can be asked as soon as the variable that their key is kept in is set.
const std::vector<const catalog::Host*>& known_providers();

/// Whether the built-in catalogue knows a model of that host; otherwise they must be named in a file.
bool has_builtin_model(const catalog::Host& host);

/// The models of the built-in simulator, served by the provider "sim" when there is no other, or when asked for.
const std::vector<std::string_view>& simulated_models();

/// Fills in `providers` of a Config that has none: from the environment, or with the simulator and its models.
/// What is wrong with a variable becomes a problem: file "environment", no line, the variable's name as the path. A
/// variable that is set to nothing counts as not set.
void add_environment_providers(Config& config, const Environment& environment, ConfigReading& reading);

/// The simulator and its models beside whatever is served. Nothing changes where they are there already; a provider or a model of
/// the file with one of their names is a problem.
void add_simulated_models(ConfigReading& reading);

/// The defaults, providers as above, the built-in models that they answer for, and PARLEY_KEY as the key "default".
ConfigReading zero_config(const Environment& environment);

}  // namespace parley::config
