// timed_uuid.hpp: ids that sort by the millisecond in which they were made, so that an index over them grows at its end.
#pragma once

#include <chrono>

#include "base/random.hpp"

namespace parley {

/// A version 7 UUID (RFC 9562, 5.7). `now`: since 1970, UTC. 74 bits of it are random.
Uuid make_timed_uuid(Random& random, std::chrono::milliseconds now);

}  // namespace parley
