// hosts.hpp: the hosts of catalog/hosts.yaml, and how a configured provider is recognised as one of them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/host.hpp"
#include "config/config.hpp"
#include "config/problem.hpp"
#include "config/reader.hpp"

namespace parley::config {

/// As the configuration and catalog/hosts.yaml write it.
std::string_view name_of(Dialect dialect);
/// Nullopt for a dialect that Parley does not speak.
std::optional<Dialect> dialect_named(std::string_view name);

/// Every host that the binary knows, in the file's order. Read once, at the first call.
const std::vector<catalog::Host>& builtin_hosts();

/// The host of that id, or null.
const catalog::Host* find_host(std::string_view id);

/// The rules of a host that nobody knows: those of a plain OpenAI of the older kind, or of the dialect's own inventor.
catalog::HostRules rules_of_unknown_host(Dialect dialect);

/// The hosts of a file of that form, families complete. Mistakes are added to `problems`; the file is then not to be
/// used.
std::vector<catalog::Host> read_hosts(std::string_view text, const std::string& name, std::vector<ConfigProblem>& problems);

/// Gives every provider the rules of its host, with its own `rules` on top. The host is the one that `host` names, else
/// the one whose domain `base_url` is in, else the one that is called like the provider; of those that speak the
/// provider's dialect. One that is none of them gets rules_of_unknown_host(). `root` is the mapping that `config` was read
/// from; complains of a `host` that speaks another dialect.
void settle_hosts(Reader& reader, const Node& root, const Environment& environment, Config& config);

}  // namespace parley::config
