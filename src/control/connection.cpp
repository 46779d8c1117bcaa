#include "control/connection.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace parley::control {
namespace {

Error too_long() {
    return Error{.kind = ErrorKind::bad_request,
                 .source = ErrorSource::downstream,
                 .message = "a request may have " + std::to_string(request_bytes_max) + " bytes"};
}

bool is_passing(int number) { return number == EAGAIN || number == EINTR; }

}  // namespace

Connection::Connection(Descriptor socket, Duration patience)
    : socket_(std::move(socket)), patience_(patience), deadline_(Deadline::after(Clock::now(), patience)) {}

short Connection::events() const { return unwritten_.empty() ? POLLIN : POLLOUT; }

void Connection::read(const Verbs& verbs) {
    char piece[16 * 1024];
    const ssize_t got = ::recv(socket_.number(), piece, sizeof piece, 0);
    if (got < 0 && is_passing(errno)) return;
    if (got <= 0) {
        over_ = true;
        return;
    }
    unread_.append(piece, static_cast<std::size_t>(got));
    answer_lines(verbs);
}

// One line at a time: the next is looked at when the answer to the one before has been taken.
void Connection::answer_lines(const Verbs& verbs) {
    while (unwritten_.empty() && !over_) {
        const std::size_t end = unread_.find('\n');
        if (std::min(end, unread_.size()) > request_bytes_max) return refuse(too_long());
        if (end == std::string::npos) return;
        const Result<Request> request = parse_request(std::string_view(unread_).substr(0, end));
        unread_.erase(0, end + 1);
        answer(request ? run_verb(verbs, *request) : Answer(request.error()));
    }
}

void Connection::answer(const Answer& result) {
    unwritten_ = print_answer(result) + "\n";
    restart_deadline();
    flush();
}

void Connection::refuse(const Error& error) {
    close_when_written_ = true;
    unread_.clear();
    answer(error);
}

void Connection::write(const Verbs& verbs) {
    flush();
    answer_lines(verbs);
}

void Connection::flush() {
    const ssize_t sent = ::send(socket_.number(), unwritten_.data(), unwritten_.size(), MSG_NOSIGNAL);
    if (sent < 0 && is_passing(errno)) return;
    if (sent < 0) {
        over_ = true;
        return;
    }
    unwritten_.erase(0, static_cast<std::size_t>(sent));
    if (!unwritten_.empty()) return;
    if (close_when_written_) over_ = true;
    restart_deadline();
}

}  // namespace parley::control
