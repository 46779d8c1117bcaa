// zero.hpp: configuration without a file: whatever keys the environment holds.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "catalog/host.hpp"
#include "config/read_config.hpp"

namespace parley::config {

struct KnownModel {
    std::string_view id;          // ours
    std::string_view upstream;    // the provider's name for it
    std::int64_t context_length;  // tokens; 0 when not stated
};
/// A host that can be asked as soon as the variable that its key is kept in is set, and what is known of its models.
struct KnownProvider {
    const catalog::Host* host = nullptr;  // one of builtin_hosts()
    std::vector<KnownModel> models;       // none: they must be named in a file
};
const std::vector<KnownProvider>& known_providers();

/// Variables of providers whose dialect is not spoken yet; they are noticed and warned about.
const std::vector<std::string>& variables_for_later();

/// The models of the built-in simulator, served by the provider "sim" when there is no other.
const std::vector<std::string_view>& simulated_models();

/// Fills in `providers` and `models` of a Config that has neither: from the environment, or with the simulated ones.
/// What is wrong with a variable becomes a problem: file "environment", no line, the variable's name as the path. A
/// variable that is set to nothing counts as not set.
void add_environment_providers(Config& config, const Environment& environment, ConfigReading& reading);

/// The defaults, providers as above, and PARLEY_KEY as the key "default".
ConfigReading zero_config(const Environment& environment);

}  // namespace parley::config
