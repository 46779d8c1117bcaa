// zero.hpp: configuration without a file: whatever keys the environment holds.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/read_config.hpp"

namespace parley::config {

/// A provider that everybody knows by the variable its key is kept in. Its models are those of the built-in catalogue.
struct KnownProvider {
    std::string_view name;
    std::string_view variable;
    std::string_view base_url;
    std::string_view region;  // empty: neither us nor eu
};
const std::vector<KnownProvider>& known_providers();

/// Variables of providers whose dialect is not spoken yet; they are noticed and warned about.
const std::vector<std::string_view>& variables_for_later();

/// The models of the built-in simulator, served by the provider "sim" when there is no other.
const std::vector<std::string_view>& simulated_models();

/// Fills in `providers` of a Config that has none: from the environment, or with the simulator and its models.
/// What is wrong with a variable becomes a problem: file "environment", no line, the variable's name as the path. A
/// variable that is set to nothing counts as not set.
void add_environment_providers(Config& config, const Environment& environment, ConfigReading& reading);

/// The defaults, providers as above, the built-in models that they answer for, and PARLEY_KEY as the key "default".
ConfigReading zero_config(const Environment& environment);

}  // namespace parley::config
