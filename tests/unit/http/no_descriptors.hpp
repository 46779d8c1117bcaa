// no_descriptors.hpp: a process that can open nothing more.
#pragma once

#include <sys/resource.h>
#include <unistd.h>

namespace parley::http::testing {

/// As long as it lives no descriptor can be opened, but for those in the place of others that are closed meanwhile.
class NoDescriptors {
  public:
    NoDescriptors() {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        const int first_free = ::dup(STDERR_FILENO);
        ::close(first_free);
        const rlimit none_more{static_cast<rlim_t>(first_free), before_.rlim_max};
        ::setrlimit(RLIMIT_NOFILE, &none_more);
    }
    ~NoDescriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }
    NoDescriptors(const NoDescriptors&) = delete;
    NoDescriptors& operator=(const NoDescriptors&) = delete;

  private:
    rlimit before_{};
};

}  // namespace parley::http::testing
