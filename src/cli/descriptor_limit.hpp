// descriptor_limit.hpp: how many connections the system lets this process have.
#pragma once

namespace parley::cli {

/// Raises the soft limit on open descriptors to the hard one. A shell's usual 1,024 is for programs that use select().
void raise_descriptor_limit();

}  // namespace parley::cli
