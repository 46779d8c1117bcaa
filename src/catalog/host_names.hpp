// host_names.hpp: the hosts that the built-in catalogue may name, and what people call them.
#pragma once

#include <span>
#include <string_view>

namespace parley::catalog {

struct HostName {
    std::string_view id;    // "bedrock": how a target names it, and a provider that is it
    std::string_view name;  // "Amazon Bedrock"
};

std::span<const HostName> host_names();

/// The name of the host with that id; the id itself for a provider that is none of them.
std::string_view host_name(std::string_view id);

}  // namespace parley::catalog
