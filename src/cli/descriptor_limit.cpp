#include "cli/descriptor_limit.hpp"

#include <sys/resource.h>

#include <limits>

namespace parley::cli {

void raise_descriptor_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);  // refused only where it was right already
}

std::size_t connections_possible(unsigned threads) {
    constexpr rlim_t each_thread = 8;                     // its loop, poller, timer and listener
    constexpr rlim_t each_connection = 2;                 // its own and the one to the provider
    const rlim_t kept_free = 64 + each_thread * threads;  // 64: files, and connections of the admin listener
    rlimit limit{};
    const bool known = ::getrlimit(RLIMIT_NOFILE, &limit) == 0;
    if (!known || limit.rlim_cur == RLIM_INFINITY) return std::numeric_limits<std::size_t>::max();
    if (limit.rlim_cur < kept_free + each_connection) return 1;
    return static_cast<std::size_t>((limit.rlim_cur - kept_free) / each_connection);
}

}  // namespace parley::cli
