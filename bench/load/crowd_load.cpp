// crowd_load: askers without end: so many a second, whether or not anybody is answered, or so many at once.
//
//   crowd_load --port P --body FILE --key K (--rate R | --callers N) [--seconds 5] [--settled 0] [--seed 1]
//
//   --rate R     an open loop: R requests a second, at moments that a seed draws and no slow answer moves
//   --callers N  a closed loop: N callers, each asks again as soon as it has been answered
//
//   --settled S  times of requests that were due after so many seconds are told once more, by themselves
//
// Connections are kept and opened as needed, as clients with a pool do. A time counts from the moment at which the request was due to the
// first byte of its answer: a connection that had to be made first is in it, and so is a load that was itself late, which is told. Refused
// is 429 or 503. Prints a summary in JSON; exits with 1 when an answer was neither whole nor a refusal.
#include <sys/socket.h>

#include <array>
#include <cinttypes>
#include <cstdio>
#include <exception>
#include <random>
#include <stdexcept>
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
    double rate;  // requests a second; 0: a closed loop
    unsigned callers;
    wire::Nanoseconds duration;
    wire::Nanoseconds settled;
    std::uint64_t seed;
};

/// A connection, and the request that is under way on it.
struct Caller {
    wire::Descriptor socket;
    ResponseReader reader;
    wire::Nanoseconds due = 0;
    bool waits = false;  // for an answer
    bool is_asked = false;
};

// An open loop has no more connections than this: whoever finds none free waits, which counts.
constexpr std::size_t connections_max = 16'000;
// What is under way at the end has so long to end.
constexpr wire::Nanoseconds grace = 10 * wire::second;

bool is_refusal(int status) { return status == 429 || status == 503; }

class CrowdLoad {
  public:
    CrowdLoad(Options options, std::string request)
        : options_(options), request_(std::move(request)), chance_(options.seed), gap_(options.rate > 0 ? options.rate : 1) {
        callers_.reserve(connections_max);
    }

    bool run() {
        const wire::Nanoseconds began = wire::now();
        end_ = began + options_.duration;
        settled_ = began + options_.settled;
        wire::Nanoseconds due = began;
        for (unsigned i = 0; options_.rate == 0 && i < options_.callers; ++i) ask(began);
        for (wire::Nanoseconds now = began; now < end_ || (under_way_ > 0 && now < end_ + grace); now = wire::now()) {
            for (; options_.rate > 0 && due <= now && due < end_ && has_room(); due += draw_gap()) ask(due);
            const bool is_full = options_.rate == 0 || due >= end_ || !has_room();
            serve_until(is_full ? (now < end_ ? end_ : end_ + grace) : due);
        }
        failed_ += under_way_;
        print_summary();
        return failed_ == 0;
    }

  private:
    wire::Nanoseconds draw_gap() { return static_cast<wire::Nanoseconds>(gap_(chance_) * wire::second); }
    bool has_room() const { return !free_.empty() || callers_.size() < connections_max; }

    void ask(wire::Nanoseconds due) {
        if (free_.empty()) {
            callers_.emplace_back();
            free_.push_back(callers_.size() - 1);
        }
        const std::size_t index = free_.back();
        free_.pop_back();
        Caller& caller = callers_[index];
        caller.due = due;
        caller.waits = true;
        caller.is_asked = false;
        caller.reader.reset();
        ++asked_;
        ++under_way_;
        if (caller.socket.get() >= 0) return send_request(caller, index);
        caller.socket = wire::connect_to_loopback(options_.port);
        epoll_.watch(caller.socket.get(), index);
    }

    void send_request(Caller& caller, std::size_t index) {
        caller.is_asked = true;
        if (caller.due >= settled_) late_.push_back(wire::now() - caller.due);
        const ssize_t sent = send(caller.socket.get(), request_.data(), request_.size(), MSG_NOSIGNAL);
        if (sent != static_cast<ssize_t>(request_.size())) lose(caller, index);
    }

    void serve_until(wire::Nanoseconds until) {
        for (const epoll_event& event : epoll_.wait(until)) {
            Caller& caller = callers_[event.data.u64];
            if ((event.events & EPOLLOUT) != 0 && caller.waits && !caller.is_asked) send_request(caller, event.data.u64);
            if ((event.events & (EPOLLIN | EPOLLRDHUP | EPOLLERR | EPOLLHUP)) != 0) read_all(caller, event.data.u64);
        }
    }

    void read_all(Caller& caller, std::size_t index) {
        while (caller.socket.get() >= 0) {
            const ssize_t got = recv(caller.socket.get(), buffer_.data(), buffer_.size(), 0);
            if (got < 0 && errno == EAGAIN) return;
            if (got <= 0 || !caller.waits) return lose(caller, index);
            take(caller, index, {buffer_.data(), static_cast<std::size_t>(got)});
        }
    }

    void take(Caller& caller, std::size_t index, std::string_view bytes) {
        if (!caller.reader.begun()) first_ = wire::now() - caller.due;
        while (!bytes.empty() && !caller.reader.done() && !caller.reader.malformed()) {
            const bool is_beginning = !caller.reader.begun();
            caller.reader.next(bytes);
            if (is_beginning && caller.reader.begun()) note_first(caller);
        }
        if (caller.reader.malformed()) return lose(caller, index);
        if (caller.reader.done()) finish(caller, index);
    }

    void note_first(const Caller& caller) {
        const bool is_refused = is_refusal(caller.reader.status());
        (is_refused ? refused_ : whole_).push_back(first_);
        if (caller.due >= settled_) (is_refused ? refused_settled_ : whole_settled_).push_back(first_);
    }

    void finish(Caller& caller, std::size_t index) {
        const int status = caller.reader.status();
        if (status != 200 && !is_refusal(status)) ++failed_;
        caller.waits = false;
        --under_way_;
        const wire::Nanoseconds now = wire::now();
        if (status == 200 && now < end_) ++done_in_time_;
        if (caller.reader.closes()) caller.socket = wire::Descriptor();
        free_.push_back(index);
        if (options_.rate == 0 && now < end_) ask(now);
    }

    /// The connection is gone; with it the request, if one was under way.
    void lose(Caller& caller, std::size_t index) {
        caller.socket = wire::Descriptor();
        if (!caller.waits) return;
        caller.waits = false;
        --under_way_;
        ++failed_;
        free_.push_back(index);
    }

    void print_summary() {
        const double seconds = static_cast<double>(options_.duration) / static_cast<double>(wire::second);
        std::printf(
            "{\"asked\":%" PRIu64 ",\"done\":%" PRIu64 ",\"per_second\":%.1f,\"failed\":%" PRIu64
            ",\"connections\":%zu,\"first_us\":%s,\"refused_us\":%s,\"first_settled_us\":%s,\"refused_settled_us\":%s,\"late_us\":%s}\n",
            asked_, done_in_time_, static_cast<double>(done_in_time_) / seconds, failed_, callers_.size(), percentiles_json(whole_).c_str(),
            percentiles_json(refused_).c_str(), percentiles_json(whole_settled_).c_str(), percentiles_json(refused_settled_).c_str(),
            percentiles_json(late_).c_str());
    }

    Options options_;
    std::string request_;
    std::mt19937_64 chance_;
    std::exponential_distribution<double> gap_;
    wire::Epoll epoll_;
    std::vector<Caller> callers_;  // grows within its reserved size: references stay valid
    std::vector<std::size_t> free_;
    std::array<char, 64 * 1024> buffer_;
    std::vector<wire::Nanoseconds> whole_;                            // from due to the first byte, of those that were let in
    std::vector<wire::Nanoseconds> refused_;                          // likewise
    std::vector<wire::Nanoseconds> whole_settled_, refused_settled_;  // of them, those that were due once all had settled
    std::vector<wire::Nanoseconds> late_;                             // of those: from due to the moment at which they were sent
    wire::Nanoseconds settled_ = 0;
    wire::Nanoseconds first_ = 0;
    wire::Nanoseconds end_ = 0;
    std::uint64_t asked_ = 0;
    std::uint64_t done_in_time_ = 0;
    std::uint64_t under_way_ = 0;
    std::uint64_t failed_ = 0;
};

Options options_from(const wire::Arguments& arguments) {
    if (arguments.has("rate") == arguments.has("callers")) throw std::invalid_argument("one of --rate and --callers");
    return {
        .port = static_cast<std::uint16_t>(arguments.number("port")),
        .rate = arguments.number("rate", 0),
        .callers = static_cast<unsigned>(arguments.number("callers", 0)),
        .duration = static_cast<wire::Nanoseconds>(arguments.number("seconds", 5) * wire::second),
        .settled = static_cast<wire::Nanoseconds>(arguments.number("settled", 0) * wire::second),
        .seed = static_cast<std::uint64_t>(arguments.number("seed", 1)),
    };
}

}  // namespace
}  // namespace bench::load

int main(int count, char** words) try {
    using namespace bench;
    const wire::Arguments arguments(count, words, {"port", "body", "key", "rate", "callers", "seconds", "settled", "seed"});
    load::CrowdLoad load(load::options_from(arguments), load::request_with_body(arguments.text("body"), arguments.text("key")));
    return load.run() ? 0 : 1;
} catch (const std::exception& failure) {
    std::fprintf(stderr, "crowd_load: %s\n", failure.what());
    return 1;
}
