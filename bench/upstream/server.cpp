#include "upstream/server.hpp"

#include <algorithm>
#include <functional>

#include "upstream/answers.hpp"
#include "upstream/anthropic_answers.hpp"

namespace bench::upstream {
namespace {

/// Streams that begin together must not step together, or a proxy would serve many in one wake-up: the golden ratio
/// spreads the phases of successive connections evenly over the interval.
wire::Nanoseconds phase(std::uint64_t serial, wire::Nanoseconds interval) {
    const double turns = static_cast<double>(serial) * 0.6180339887498949;
    return static_cast<wire::Nanoseconds>((turns - static_cast<double>(static_cast<std::uint64_t>(turns))) * static_cast<double>(interval));
}

std::string count_response(std::string_view name, std::uint64_t count) {
    return json_response(200, "{\"" + std::string(name) + "\":" + std::to_string(count) + "}");
}

}  // namespace

Server::Server(wire::Descriptor listener, SSL_CTX* tls) : listener_(std::move(listener)), tls_(tls) {
    epoll_.watch(listener_.get(), static_cast<std::uint64_t>(listener_.get()));
}

void Server::run() {
    while (true) {
        const wire::Nanoseconds until = due_.empty() ? wire::now() + wire::second : due_.top().at;
        for (const epoll_event& event : epoll_.wait(until)) {
            const auto fd = static_cast<std::size_t>(event.data.u64);
            if (static_cast<int>(fd) == listener_.get()) {
                accept_all();
            } else if (connections_[fd]) {
                serve(*connections_[fd], event.events);
            }
        }
        run_due_steps();
    }
}

void Server::accept_all() {
    while (true) {
        wire::Descriptor socket = wire::accept_from(listener_);
        if (socket.get() < 0) return;
        const auto fd = static_cast<std::size_t>(socket.get());
        if (connections_.size() <= fd) connections_.resize(fd + 1);
        connections_[fd] = std::make_unique<Connection>(std::move(socket), tls_, ++last_serial_);
        epoll_.watch(static_cast<int>(fd), fd);
    }
}

void Server::serve(Connection& connection, std::uint32_t events) {
    if ((events & EPOLLOUT) != 0 && !connection.unsent.empty()) {
        const std::string unsent = std::exchange(connection.unsent, {});
        send(connection, unsent);
    }
    if ((events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) read_all(connection);
    if (connection.closed || (events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) drop(connection);
}

void Server::read_all(Connection& connection) {
    while (!connection.closed) {
        const Moved moved = connection.transport.read(buffer_);
        if (moved.closed) connection.closed = true;
        if (moved.bytes == 0) return;
        take(connection, {buffer_.data(), moved.bytes});
        if (moved.bytes < buffer_.size() && connection.transport.short_read_means_empty()) return;
    }
}

void Server::take(Connection& connection, std::string_view bytes) {
    if (connection.unread.empty()) {  // the usual case: one whole request, answered without a copy
        connection.unread = bytes.substr(answer_requests(connection, bytes));
    } else {
        connection.unread.append(bytes);
        connection.unread.erase(0, answer_requests(connection, connection.unread));
    }
    if (connection.unread.size() > request_bytes_max) connection.closed = true;
}

std::size_t Server::answer_requests(Connection& connection, std::string_view bytes) {
    std::size_t answered = 0;
    while (!connection.stream && !connection.closed && answered < bytes.size()) {
        Request request;
        const Parsed parsed = parse_request(bytes.substr(answered), request);
        if (parsed == Parsed::partial) break;
        if (parsed == Parsed::malformed) {
            send(connection, json_response(400, R"({"error":{"message":"this upstream reads Content-Length only"}})"));
            connection.closed = true;
            break;
        }
        answered += request.bytes;
        answer(connection, request);
    }
    return answered;
}

void Server::answer(Connection& connection, const Request& request) {
    if (request.method == "POST" && request.target == "/v1/chat/completions") {
        answer_completion(connection, Dialect::openai, request.body);
    } else if (request.method == "POST" && request.target == "/v1/messages") {
        answer_completion(connection, Dialect::anthropic, request.body);
    } else if (request.target == "/release") {
        release_idle(connection);
    } else if (request.target == "/finish") {
        finish_idle(connection);
    } else if (request.target == "/stats") {
        send(connection,
             json_response(200, "{\"completions\":" + std::to_string(completions_) + ",\"streams\":" + std::to_string(streams_) + "}"));
    } else {
        send(connection, json_response(404, R"({"error":{"message":"no such path"}})"));
    }
}

void Server::answer_completion(Connection& connection, Dialect dialect, std::string_view body) {
    ++completions_;
    if (wants_stream(body)) return begin_stream(connection, dialect, model_in(body));
    send(connection, dialect == Dialect::openai ? completion_response() : anthropic::message_response());
}

void Server::begin_stream(Connection& connection, Dialect dialect, std::string_view model) {
    ++streams_;
    const Script script = script_for(model);
    const wire::Nanoseconds now = wire::now();
    connection.stream = RunningStream{.dialect = dialect,
                                      .script = script,
                                      .steps_done = 0,
                                      .next_due = now + script.interval + phase(connection.serial, script.interval)};
    send(connection, dialect == Dialect::openai ? stream_opening() : anthropic::stream_opening());
    if (script.idle) {
        send(connection, content_events(1, now));
    } else {
        schedule(connection);
    }
}

void Server::schedule(Connection& connection) {
    due_.push({.at = connection.stream->next_due, .fd = connection.transport.fd(), .serial = connection.serial});
}

void Server::run_due_steps() {
    const wire::Nanoseconds now = wire::now();
    while (!due_.empty() && due_.top().at <= now) {
        const Due due = due_.top();
        due_.pop();
        const auto& connection = connections_[static_cast<std::size_t>(due.fd)];
        if (!connection || connection->serial != due.serial) continue;
        run_step(*connection);
        if (connection->closed) drop(*connection);
    }
}

void Server::run_step(Connection& connection) {
    RunningStream& stream = *connection.stream;
    if (connection.unsent.empty()) {
        const auto events = stream.dialect == Dialect::openai ? content_events : anthropic::content_events;
        send(connection, events(stream.script.events_per_step, wire::now()));
        ++stream.steps_done;
    }  // else the reader is slow: this step waits for the next turn
    if (stream.steps_done == stream.script.steps) {
        const std::string_view closing = stream.dialect == Dialect::openai ? stream_closing() : anthropic::stream_closing();
        connection.stream.reset();
        send(connection, closing);
        return;
    }
    stream.next_due += std::max(stream.script.interval, wire::millisecond);
    schedule(connection);
}

void Server::release_idle(Connection& asking) {
    std::uint64_t released = 0;
    for (const auto& connection : connections_) {
        if (!connection || !connection->stream || !connection->stream->script.idle) continue;
        send(*connection, content_events(1, wire::now()));
        ++released;
    }
    send(asking, count_response("released", released));
}

void Server::finish_idle(Connection& asking) {
    std::uint64_t finished = 0;
    for (const auto& connection : connections_) {
        if (!connection || !connection->stream || !connection->stream->script.idle) continue;
        connection->stream.reset();
        send(*connection, stream_closing());
        ++finished;
    }
    send(asking, count_response("finished", finished));
}

void Server::send(Connection& connection, std::string_view bytes) {
    if (!connection.unsent.empty()) {
        connection.unsent.append(bytes);
        return;
    }
    while (!bytes.empty()) {
        const Moved moved = connection.transport.write(bytes);
        if (moved.closed) connection.closed = true;
        if (moved.bytes == 0) break;
        bytes.remove_prefix(moved.bytes);
    }
    if (!connection.closed) connection.unsent.assign(bytes);
}

void Server::drop(Connection& connection) { connections_[static_cast<std::size_t>(connection.transport.fd())].reset(); }

}  // namespace bench::upstream
