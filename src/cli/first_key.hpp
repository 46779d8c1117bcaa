// first_key.hpp: the key of someone who has just started Parley for the first time.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "auth/key_registry.hpp"

namespace parley::cli {

/// Without any key nobody could ask anything: where there is none, configured or stored, in whatever state, one is made and
/// kept. Nothing where there is one.
Result<std::optional<auth::MadeKey>> make_first_key(auth::KeyRegistry& keys);

/// Shows the key, this once, and a curl line with it that works as it stands.
void print_first_key(const std::string& url, const std::string& model, const auth::MadeKey& made);

/// On later starts: how many keys of the store open the gateway, and how to make another.
void print_where_keys_are(const std::string& data, std::size_t usable);

}  // namespace parley::cli
