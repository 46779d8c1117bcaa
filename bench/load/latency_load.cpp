// latency_load: an open loop at a fixed rate. Requests have their moments in a timetable that no slow answer moves,
// and a latency runs from that moment, not from the send: a stall is paid by every request that it kept waiting.
//
//   latency_load --port P --body FILE --key K [--rate 500] [--connections 16] [--seconds 5]
//
// Prints a summary in JSON. The exit status is 1 when a request failed or was not answered.
#include <sys/socket.h>

#include <array>
#include <cinttypes>
#include <cstdio>
#include <deque>
#include <exception>
#include <optional>
#include <string>
#include <vector>

#include "load/percentiles.hpp"
#include "load/post_body.hpp"
#include "load/response_reader.hpp"
#include "wire/arguments.hpp"
#include "wire/epoll.hpp"

namespace bench::load {
namespace {

struct Options {
    std::uint16_t port;
    double rate;  // requests per second, over all connections
    unsigned connections;
    wire::Nanoseconds duration;
};

struct Caller {
    wire::Descriptor socket;
    ResponseReader reader;
    bool connected = false;
    std::optional<wire::Nanoseconds> intended;  // of the request under way; none for the warm-up
};

// Answers still missing this long after the last request count as failed.
constexpr wire::Nanoseconds grace = 2 * wire::second;

class LatencyLoad {
  public:
    LatencyLoad(Options options, std::string request) : options_(options), request_(std::move(request)) {}

    bool run() {
        connect_and_warm_up();
        const wire::Nanoseconds interval = static_cast<wire::Nanoseconds>(wire::second / options_.rate);
        const auto requests = static_cast<std::uint64_t>(options_.duration / interval);
        const wire::Nanoseconds start = wire::now();
        const wire::Nanoseconds deadline = start + options_.duration + grace;
        std::uint64_t sent = 0;
        while (latencies_.size() + failed_ < requests && wire::now() < deadline) {
            while (sent < requests && !free_.empty() && start + interval * static_cast<int>(sent) <= wire::now()) {
                ask(take_free(), start + interval * static_cast<int>(sent));
                ++sent;
            }
            const bool must_wait_for_answer = free_.empty() || sent == requests;
            serve_until(must_wait_for_answer ? deadline : start + interval * static_cast<int>(sent));
        }
        failed_ += requests - latencies_.size() - failed_;
        std::printf("{\"requests\":%" PRIu64 ",\"failed\":%" PRIu64 ",\"latency_us\":%s}\n", requests, failed_,
                    percentiles_json(latencies_).c_str());
        return failed_ == 0;
    }

  private:
    /// One request on each connection that does not count, so that neither a connect nor a cold pool is measured.
    void connect_and_warm_up() {
        callers_.resize(options_.connections);
        for (std::size_t i = 0; i < callers_.size(); ++i) {
            callers_[i].socket = wire::connect_to_loopback(options_.port);
            epoll_.watch(callers_[i].socket.get(), i);
        }
        const wire::Nanoseconds deadline = wire::now() + grace;
        while (free_.size() < callers_.size() && wire::now() < deadline && failed_ == 0) serve_until(deadline);
    }

    void serve_until(wire::Nanoseconds until) {
        for (const epoll_event& event : epoll_.wait(until)) {
            Caller& caller = callers_[event.data.u64];
            if ((event.events & EPOLLOUT) != 0 && !caller.connected) {
                caller.connected = true;
                ask(caller, std::nullopt);
            }
            if ((event.events & (EPOLLIN | EPOLLRDHUP | EPOLLERR | EPOLLHUP)) != 0) read_all(caller, event.data.u64);
        }
    }

    /// The one that has rested longest, so that all connections are used.
    Caller& take_free() {
        Caller& caller = callers_[free_.front()];
        free_.pop_front();
        return caller;
    }

    void ask(Caller& caller, std::optional<wire::Nanoseconds> intended) {
        caller.intended = intended;
        caller.reader.reset();
        const ssize_t sent = send(caller.socket.get(), request_.data(), request_.size(), MSG_NOSIGNAL);
        if (sent != static_cast<ssize_t>(request_.size())) ++failed_;
    }

    void read_all(Caller& caller, std::size_t index) {
        while (true) {
            const ssize_t got = recv(caller.socket.get(), buffer_.data(), buffer_.size(), 0);
            if (got < 0 && errno == EAGAIN) return;
            if (got <= 0) {  // the connection is lost, and with it the request under way; it is not opened again
                ++failed_;
                return;
            }
            std::string_view bytes(buffer_.data(), static_cast<std::size_t>(got));
            while (!bytes.empty() && !caller.reader.done() && !caller.reader.malformed()) caller.reader.next(bytes);
            if (caller.reader.done() || caller.reader.malformed()) finish(caller, index);
        }
    }

    void finish(Caller& caller, std::size_t index) {
        if (caller.reader.malformed() || caller.reader.status() != 200) {
            ++failed_;
        } else if (caller.intended) {
            latencies_.push_back(wire::now() - *caller.intended);
        }
        if (!caller.reader.malformed()) free_.push_back(index);
    }

    Options options_;
    std::string request_;
    wire::Epoll epoll_;
    std::vector<Caller> callers_;
    std::deque<std::size_t> free_;
    std::array<char, 64 * 1024> buffer_;
    std::vector<wire::Nanoseconds> latencies_;
    std::uint64_t failed_ = 0;
};

Options options_from(const wire::Arguments& arguments) {
    return {
        .port = static_cast<std::uint16_t>(arguments.number("port")),
        .rate = arguments.number("rate", 500),
        .connections = static_cast<unsigned>(arguments.number("connections", 16)),
        .duration = static_cast<wire::Nanoseconds>(arguments.number("seconds", 5) * wire::second),
    };
}

}  // namespace
}  // namespace bench::load

int main(int count, char** words) try {
    using namespace bench;
    const wire::Arguments arguments(count, words, {"port", "body", "key", "rate", "connections", "seconds"});
    load::LatencyLoad load(load::options_from(arguments), load::request_with_body(arguments.text("body"), arguments.text("key")));
    return load.run() ? 0 : 1;
} catch (const std::exception& failure) {
    std::fprintf(stderr, "latency_load: %s\n", failure.what());
    return 1;
}
