// descriptor_limit.hpp: how many connections the system lets this process have.
#pragma once

#include <cstddef>

namespace parley::cli {

/// Raises the soft limit on open descriptors to the hard one. A shell's usual 1,024 is for programs that use select().
void raise_descriptor_limit();

/// How many callers can be served with the descriptors that the system allows, a connection to a provider for each of them
/// and what `threads` workers need included. At least 1.
std::size_t connections_possible(unsigned threads);

}  // namespace parley::cli
