#include "http/connector.hpp"

#include <netinet/tcp.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <optional>

#include "http/exhaustion.hpp"
#include "http/loop.hpp"

namespace parley::http {
namespace {

// Attempts under way at the same time, the first to succeed being the winner.
class ConnectRace {
  public:
    explicit ConnectRace(Loop& loop) : loop_(loop) {}

    /// Starts an attempt. False when it failed at once.
    bool start(const SocketAddress& address) {
        const int descriptor = ::socket(address.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        if (descriptor < 0) return note_failure(address, errno);
        const int on = 1;
        ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        ::setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &kernel_receive_bytes, sizeof kernel_receive_bytes);
        if (::connect(descriptor, address.get(), address.size) != 0 && errno != EINPROGRESS) {
            const int why = errno;
            ::close(descriptor);
            return note_failure(address, why);
        }
        runners_.push_back(std::make_unique<Runner>(*this, Socket(loop_, descriptor)));
        return true;
    }

    /// Takes finished runners out; a winner, if there is one.
    std::optional<Socket> finished() {
        std::optional<Socket> winner;
        std::erase_if(runners_, [&](const std::unique_ptr<Runner>& runner) {
            if (!runner->ready) return false;
            int error = 0;
            socklen_t size = sizeof error;
            ::getsockopt(runner->socket.descriptor(), SOL_SOCKET, SO_ERROR, &error, &size);
            if (error == 0 && !winner) winner.emplace(std::move(runner->socket));
            return true;
        });
        return winner;
    }

    bool running() const { return !runners_.empty(); }
    /// An attempt failed for want of something that the system did not give us.
    bool exhausted() const { return exhausted_; }
    Sleep* sleeper = nullptr;

  private:
    struct Runner final : SocketWatcher {
        Runner(ConnectRace& in, Socket connecting) : race(in), socket(std::move(connecting)) { socket.watch_writable(this); }
        void on_socket_ready() override {
            ready = true;
            if (race.sleeper) race.sleeper->wake();
        }
        ConnectRace& race;
        Socket socket;
        bool ready = false;
    };

    // Always false, what start() then returns.
    bool note_failure(const SocketAddress& address, int number) {
        // A machine without a global IPv6 address says the same of IPv6 as one without a free port.
        const bool no_address = number == EADDRNOTAVAIL && address.is_v6();
        if (is_exhaustion(number) && !no_address) {
            exhausted_ = true;
            report_exhaustion(number, "connection to a provider", loop_.now());
        }
        return false;
    }

    Loop& loop_;
    std::vector<std::unique_ptr<Runner>> runners_;
    bool exhausted_ = false;
};

}  // namespace

Task<Result<Socket>> connect_any(Loop& loop, std::vector<SocketAddress> addresses, Deadline deadline, StopSignal* stop) {
    addresses = interleave_families(addresses);
    ConnectRace race(loop);
    std::size_t next = 0;
    for (;;) {
        while (next < addresses.size() && !race.start(addresses[next++])) {
        }
        if (!race.running()) {
            if (race.exhausted()) co_return exhausted_error();
            co_return Error{
                .kind = ErrorKind::upstream_unavailable, .source = ErrorSource::upstream, .message = "the provider refused the connection"};
        }
        const Deadline next_start = next < addresses.size() ? Deadline::after(loop.now(), connection_attempt_delay) : Deadline::never();
        Sleep turn = loop.sleep_until(deadline.sooner(next_start), stop);
        race.sleeper = &turn;
        const WaitResult waited = co_await turn;
        race.sleeper = nullptr;
        if (auto winner = race.finished()) co_return std::move(*winner);
        if (waited == WaitResult::stopped || deadline.passed(loop.now())) {
            co_return Error{
                .kind = ErrorKind::upstream_timeout, .source = ErrorSource::upstream, .message = "no connection to the provider in time"};
        }
    }
}

}  // namespace parley::http
