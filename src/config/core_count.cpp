#include "config/core_count.hpp"

#include <sched.h>

#include <algorithm>

namespace parley::config {

unsigned core_count() {
    cpu_set_t allowed;
    CPU_ZERO(&allowed);
    if (::sched_getaffinity(0, sizeof allowed, &allowed) != 0) return 1;
    return static_cast<unsigned>(std::max(1, CPU_COUNT(&allowed)));
}

}  // namespace parley::config
