#include "cli/interrupts.hpp"

#include <sys/signalfd.h>
#include <unistd.h>

#include <csignal>

namespace parley::cli {
namespace {

sigset_t interrupt_set() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    return set;
}

int open_signal_descriptor() {
    const sigset_t set = interrupt_set();
    return ::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

}  // namespace

Interrupts::Interrupts() {
    std::signal(SIGPIPE, SIG_IGN);
    const sigset_t set = interrupt_set();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    descriptor_ = open_signal_descriptor();
}

Interrupts::~Interrupts() { ::close(descriptor_); }

bool Interrupts::take() {
    signalfd_siginfo taken{};
    return ::read(descriptor_, &taken, sizeof taken) == sizeof taken;
}

InterruptWatch::InterruptWatch(http::Loop& loop, Interrupts& interrupts, std::span<http::StopSignal> stops)
    : interrupts_(interrupts), stops_(stops), descriptor_(loop, open_signal_descriptor()) {
    descriptor_.watch_readable(this);
}

void InterruptWatch::on_socket_ready() {
    const bool pressed = interrupts_.take();
    descriptor_.note_unreadable();
    descriptor_.watch_readable(this);
    if (!pressed) return;
    for (http::StopSignal& stop : stops_) stop.request(http::StopReason::client_gone);
}

}  // namespace parley::cli
