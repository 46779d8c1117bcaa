// listeners.hpp: the public addresses, in their short form and in their long one.
#pragma once

#include <string>
#include <string_view>

#include "config/config.hpp"
#include "config/reader.hpp"

namespace parley::config {

/// Makes the short form, `listen` and `region`, the one listener of a Config that has none; a listener without a region
/// gets the Config's.
void fill_in_listeners(Config& config);

/// One listener instead of all: what stands on the command line wins.
void replace_listeners(Config& config, std::string address);

/// `listen` beside `listeners`, and one address for two of them. `root` is the mapping that `config` was read from.
void check_listeners(Reader& reader, const Node& root, const Config& config);

/// Whether a listener answers requests with this Host field: any where it names none; otherwise the name must be one of
/// them, in letters of any size, with or without a port and the dot of a fully qualified name.
bool serves_host(const Listener& listener, std::string_view host);

}  // namespace parley::config
