// compose_providers.hpp: every dialect that Parley speaks, named once.
#pragma once

#include <memory>

#include "base/result.hpp"
#include "config/config.hpp"
#include "providers/provider.hpp"

namespace parley::server {

/// The translator for one configured provider, with its credential rendered into the heads it will send. Errors: a base
/// URL or a credential that cannot stand in a request's head.
Result<std::unique_ptr<providers::Provider>> compose_provider(const config::Provider& provider);

}  // namespace parley::server
