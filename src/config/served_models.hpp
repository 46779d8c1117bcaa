// served_models.hpp: from what is known and what is configured to what is served.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "config/config.hpp"

namespace parley::config {

/// The configured provider `name` serves targets of the host `host_id` of the built-in catalogue.
bool answers_for(std::string_view name, const Provider& provider, std::string_view host_id);

/// The targets of a built-in model as the configured providers can serve them; none when no provider can. A target that says
/// where it answers needs a provider that says the same: nobody else promised where the data goes.
/// At most catalog::targets_max, in the order of `targets`, and of the providers' names for each.
std::vector<catalog::Target> serve_targets(const std::vector<catalog::Target>& targets, const std::map<std::string, Provider>& providers);

/// Makes config.models what is served: regions filled in, built-in targets in place of absent ones, and the built-in models
/// that a provider answers for appended. Warns of entries that nobody answers for, which are dropped, of providers that no
/// model asks, and of models whose price is not known.
void serve_models(Config& config, std::vector<std::string>& warnings);

}  // namespace parley::config
