#include "cli/signals.hpp"

#include <initializer_list>

namespace parley::cli {

Signals::Signals() {
    std::signal(SIGPIPE, SIG_IGN);
    sigemptyset(&set_);
    for (const int number : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&set_, number);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
}

int Signals::wait() const {
    int number = 0;
    sigwait(&set_, &number);
    return number;
}

}  // namespace parley::cli
