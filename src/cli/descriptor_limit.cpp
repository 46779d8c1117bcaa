#include "cli/descriptor_limit.hpp"

#include <sys/resource.h>

namespace parley::cli {

void raise_descriptor_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);  // refused only where it was right already
}

}  // namespace parley::cli
