#include "control/server.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <list>
#include <thread>
#include <utility>
#include <vector>

#include "control/connection.hpp"

namespace parley::control {
namespace {

constexpr auto accept_pause = std::chrono::seconds(1);

Error refusal(ErrorKind kind, std::string message) {
    return Error{.kind = kind, .source = ErrorSource::downstream, .message = std::move(message)};
}

}  // namespace

Answer run_verb(const Verbs& verbs, const Request& request) {
    const auto found = verbs.find(request.verb);
    if (found != verbs.end()) return found->second(request.arguments);
    std::string message = "unknown verb; there are";
    for (const auto& [name, verb] : verbs) message += " " + name;
    return refusal(ErrorKind::bad_request, std::move(message));
}

class Server::Implementation {
  public:
    Implementation(std::string directory, Descriptor listener, Descriptor wake, Verbs verbs, Options options)
        : directory_(std::move(directory)),
          listener_(std::move(listener)),
          wake_(std::move(wake)),
          verbs_(std::move(verbs)),
          options_(options),
          thread_([this] { run(); }) {}

    ~Implementation() {
        const std::uint64_t one = 1;
        [[maybe_unused]] const ssize_t written = ::write(wake_.number(), &one, sizeof one);
        thread_.join();
        ::unlink((directory_ + "/" + socket_name).c_str());
    }

  private:
    void run();
    std::vector<pollfd> watched() const;
    int patience() const;
    void accept_one();

    const std::string directory_;
    const Descriptor listener_;
    const Descriptor wake_;  // an eventfd: readable once the thread shall end
    const Verbs verbs_;
    const Options options_;
    std::list<Connection> connections_;
    Deadline accept_again_{TimePoint::min()};
    std::thread thread_;  // last: it uses the others
};

// In the order of `connections_`, after the two that are always there.
std::vector<pollfd> Server::Implementation::watched() const {
    const short accepting = accept_again_.passed(Clock::now()) ? POLLIN : 0;
    std::vector<pollfd> all{{wake_.number(), POLLIN, 0}, {listener_.number(), accepting, 0}};
    for (const Connection& connection : connections_) all.push_back({connection.descriptor(), connection.events(), 0});
    return all;
}

// Until the first deadline; for ever while there is none.
int Server::Implementation::patience() const {
    Deadline first = accept_again_.passed(Clock::now()) ? Deadline::never() : accept_again_;
    for (const Connection& connection : connections_) first = first.sooner(connection.deadline());
    return first.is_never() ? -1 : milliseconds_until(first);
}

void Server::Implementation::run() {
    for (;;) {
        std::vector<pollfd> ready = watched();
        if (::poll(ready.data(), ready.size(), patience()) < 0 && errno != EINTR) return;
        if (ready[0].revents != 0) return;
        auto slot = ready.begin() + 2;
        for (Connection& connection : connections_) {
            const pollfd& state = *slot++;
            if (state.revents == 0) continue;
            state.events == POLLOUT ? connection.write(verbs_) : connection.read(verbs_);
        }
        const TimePoint now = Clock::now();
        connections_.remove_if([&](const Connection& one) { return one.over() || one.deadline().passed(now); });
        if (ready[1].revents != 0) accept_one();
    }
}

void Server::Implementation::accept_one() {
    Descriptor socket(::accept4(listener_.number(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (!socket.is_open()) {
        // Without a descriptor to spare the listener would stay readable, and this thread would spin.
        if (errno == EMFILE || errno == ENFILE) accept_again_ = Deadline::after(Clock::now(), accept_pause);
        return;
    }
    const bool welcome = is_welcome(peer_user(socket.number()), ::geteuid());
    Connection connection(std::move(socket), options_.deadline);
    if (!welcome) {
        connection.refuse(refusal(ErrorKind::forbidden, "only the user who runs Parley, and root, are answered"));
    } else if (connections_.size() >= options_.connections_max) {
        connection.refuse(refusal(ErrorKind::not_ready, "too many connections to the control socket"));
    } else {
        connections_.push_back(std::move(connection));
    }
}

Result<std::unique_ptr<Server>> Server::start(const std::string& directory, Verbs verbs, Options options) {
    Result<Descriptor> listener = listen_in(directory);
    if (!listener) return listener.error();
    Descriptor wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (!wake.is_open()) return refusal(ErrorKind::internal, "control socket: " + std::string(std::strerror(errno)));
    auto implementation = std::make_unique<Implementation>(directory, std::move(*listener), std::move(wake), std::move(verbs), options);
    return std::unique_ptr<Server>(new Server(std::move(implementation)));
}

Server::Server(std::unique_ptr<Implementation> implementation) : implementation_(std::move(implementation)) {}
Server::~Server() = default;

}  // namespace parley::control
