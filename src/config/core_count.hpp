// core_count.hpp: what "one thread per core" means on this machine.
#pragma once

namespace parley::config {

/// Cores that this process may run on (its affinity, as taskset and containers set it); at least 1.
unsigned core_count();

}  // namespace parley::config
