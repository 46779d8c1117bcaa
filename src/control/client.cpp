#include "control/client.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <optional>

#include "control/unix_socket.hpp"

namespace parley::control {
namespace {

constexpr std::string_view nobody = "nobody listens";

Error no_answer(const std::string& what) {
    return Error{.kind = ErrorKind::not_ready, .source = ErrorSource::gateway, .message = "the running Parley " + what};
}

bool wait_for(int descriptor, short events, Deadline deadline) {
    pollfd watched{descriptor, events, 0};
    return ::poll(&watched, 1, milliseconds_until(deadline)) > 0;
}

// A server that has heard enough answers and closes while we still write: its answer counts, not our error.
void send_line(int descriptor, std::string line, Deadline deadline) {
    line += '\n';
    std::string_view rest = line;
    while (!rest.empty() && wait_for(descriptor, POLLOUT, deadline)) {
        const ssize_t sent = ::send(descriptor, rest.data(), rest.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno != EAGAIN && errno != EINTR) return;
        if (sent > 0) rest.remove_prefix(static_cast<std::size_t>(sent));
    }
}

Result<std::string> receive_line(int descriptor, Deadline deadline) {
    std::string line;
    char piece[16 * 1024];
    while (line.size() <= answer_bytes_max) {
        if (!wait_for(descriptor, POLLIN, deadline)) return no_answer("does not answer");
        const ssize_t got = ::recv(descriptor, piece, sizeof piece, 0);
        if (got < 0 && (errno == EAGAIN || errno == EINTR)) continue;
        if (got <= 0) return no_answer("ended before it had answered");
        line.append(piece, static_cast<std::size_t>(got));
        if (line.ends_with('\n')) {
            line.pop_back();
            return line;
        }
    }
    return no_answer("answered more than " + std::to_string(answer_bytes_max) + " bytes");
}

}  // namespace

Answer ask(const std::string& directory, const Request& request, Duration wait) {
    const Deadline deadline = Deadline::after(Clock::now(), wait);
    Result<Descriptor> socket = connect_to(directory);
    if (!socket) {
        Error error = socket.error();
        if (error.kind == ErrorKind::not_found) error.detail = nobody;
        return error;
    }
    send_line(socket->number(), print_request(request), deadline);
    const Result<std::string> line = receive_line(socket->number(), deadline);
    if (!line) return line.error();
    return parse_answer(*line);
}

bool nobody_listens(const Error& error) { return error.kind == ErrorKind::not_found && error.detail == nobody; }

}  // namespace parley::control
