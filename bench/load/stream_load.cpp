// stream_load: opens N streams through a proxy, counts their events, and says how they went.
//
//   stream_load --port P --streams N --body FILE --key K [--path /v1/chat/completions] [--repeat 1] [--opening 64] [--timeout 60]
//   [--delays] [--hold]
//
//   --repeat R    each connection carries R streams, one after another
//   --opening C   at most C streams wait for their first byte at any time: a connection storm is not what is measured
//   --delays      also the time from the upstream's stamp in a content chunk to its arrival here
//   --hold        for streams of the model "idle": prints {"ready":N} once each has its two events, and {"released":N}
//                 once each has a third, which proves that it was alive while nothing was sent
//
// The last line is the summary, in JSON. The exit status is 1 when a stream failed or the timeout (seconds) struck.
#include <sys/socket.h>

#include <array>
#include <cinttypes>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "load/event_scanner.hpp"
#include "load/percentiles.hpp"
#include "load/post_body.hpp"
#include "load/response_reader.hpp"
#include "wire/arguments.hpp"
#include "wire/epoll.hpp"

namespace bench::load {
namespace {

struct Options {
    std::uint16_t port;
    unsigned connections;
    unsigned repeat;
    unsigned opening_max;
    wire::Nanoseconds timeout;
    bool delays;
    bool hold;
};

struct Stream {
    wire::Descriptor socket;
    ResponseReader reader;
    EventScanner scanner;
    std::uint64_t events = 0;  // of the stream under way
    unsigned streams_left = 0;
    bool asked = false;  // the request is sent, the answer not done
};

// An idle stream's events: its role chunk and one content chunk, then one at the release.
constexpr std::uint64_t events_when_ready = 2;
constexpr std::uint64_t events_when_released = 3;

class StreamLoad {
  public:
    StreamLoad(Options options, std::string request) : options_(options), request_(std::move(request)) {
        streams_.reserve(options.connections);
    }

    /// Runs all streams to their end, or until one fails while they are held, or until the timeout.
    bool run() {
        const wire::Nanoseconds began = wire::now();
        const wire::Nanoseconds deadline = began + options_.timeout;
        while (!over() && wire::now() < deadline) {
            while (streams_.size() < options_.connections && opening_ < options_.opening_max) open();
            for (const epoll_event& event : epoll_.wait(deadline)) serve(streams_[event.data.u64], event.events);
        }
        print_summary(wire::now() - began);
        return completed_ == expected();
    }

  private:
    std::uint64_t expected() const { return std::uint64_t{options_.connections} * options_.repeat; }
    bool over() const { return completed_ + failed_ == expected() || (options_.hold && failed_ > 0); }

    void open() {
        Stream stream;
        stream.socket = wire::connect_to_loopback(options_.port);
        stream.streams_left = options_.repeat;
        epoll_.watch(stream.socket.get(), streams_.size());
        streams_.push_back(std::move(stream));
        ++opening_;
    }

    void serve(Stream& stream, std::uint32_t events) {
        if (stream.streams_left == 0) return;
        if ((events & (EPOLLERR | EPOLLHUP)) != 0) return fail(stream);
        if ((events & EPOLLOUT) != 0 && !stream.asked) ask(stream);
        if ((events & (EPOLLIN | EPOLLRDHUP)) != 0) read_all(stream);
    }

    void ask(Stream& stream) {
        stream.asked = true;
        const ssize_t sent = send(stream.socket.get(), request_.data(), request_.size(), MSG_NOSIGNAL);
        if (sent != static_cast<ssize_t>(request_.size())) fail(stream);
    }

    void read_all(Stream& stream) {
        while (stream.streams_left > 0) {
            const ssize_t got = recv(stream.socket.get(), buffer_.data(), buffer_.size(), 0);
            if (got < 0 && errno == EAGAIN) return;
            if (got <= 0) return fail(stream);
            take(stream, {buffer_.data(), static_cast<std::size_t>(got)});
        }
    }

    void take(Stream& stream, std::string_view bytes) {
        if (!stream.reader.begun()) --opening_;
        const wire::Nanoseconds now = options_.delays ? wire::now() : 0;
        while (!bytes.empty()) {
            const std::string_view piece = stream.reader.next(bytes);
            if (options_.delays) append_delays(piece, now, delays_);
            count(stream, stream.scanner.count(piece));
            if (stream.reader.malformed()) return fail(stream);
            if (stream.reader.done()) return finish(stream);
        }
    }

    void count(Stream& stream, std::uint64_t events) {
        const std::uint64_t before = stream.events;
        stream.events += events;
        events_ += events;
        if (!options_.hold) return;
        if (before < events_when_ready && stream.events >= events_when_ready) tell("ready", ++ready_);
        if (before < events_when_released && stream.events >= events_when_released) tell("released", ++released_);
    }

    void tell(const char* what, unsigned streams) const {
        if (streams != options_.connections) return;
        std::printf("{\"%s\":%u}\n", what, streams);
        std::fflush(stdout);
    }

    void finish(Stream& stream) {
        if (stream.reader.status() != 200) return fail(stream);
        ++completed_;
        --stream.streams_left;
        stream.reader.reset();
        stream.scanner = {};
        stream.events = 0;
        stream.asked = false;
        if (stream.streams_left == 0) {
            stream.socket = wire::Descriptor();
        } else {
            ++opening_;
            ask(stream);
        }
    }

    void fail(Stream& stream) {
        if (last_failed_status_ == 0) last_failed_status_ = stream.reader.status();
        if (!stream.reader.begun()) --opening_;
        failed_ += stream.streams_left;
        stream.streams_left = 0;
        stream.socket = wire::Descriptor();
    }

    void print_summary(wire::Nanoseconds took) {
        const std::string delays = percentiles_json(delays_);
        std::printf("{\"streams\":%" PRIu64 ",\"completed\":%" PRIu64 ",\"failed\":%" PRIu64 ",\"failed_status\":%d,\"events\":%" PRIu64
                    ",\"seconds\":%.6f,\"delay_us\":%s}\n",
                    expected(), completed_, failed_, last_failed_status_, events_,
                    static_cast<double>(took) / static_cast<double>(wire::second), delays.c_str());
    }

    Options options_;
    std::string request_;
    wire::Epoll epoll_;
    std::vector<Stream> streams_;  // grows within its reserved size: references stay valid
    std::array<char, 64 * 1024> buffer_;
    std::vector<wire::Nanoseconds> delays_;
    unsigned opening_ = 0;
    unsigned ready_ = 0;
    unsigned released_ = 0;
    int last_failed_status_ = 0;
    std::uint64_t events_ = 0;
    std::uint64_t completed_ = 0;
    std::uint64_t failed_ = 0;
};

Options options_from(const wire::Arguments& arguments) {
    return {
        .port = static_cast<std::uint16_t>(arguments.number("port")),
        .connections = static_cast<unsigned>(arguments.number("streams")),
        .repeat = static_cast<unsigned>(arguments.number("repeat", 1)),
        .opening_max = static_cast<unsigned>(arguments.number("opening", 64)),
        .timeout = static_cast<wire::Nanoseconds>(arguments.number("timeout", 60) * wire::second),
        .delays = arguments.has("delays"),
        .hold = arguments.has("hold"),
    };
}

}  // namespace
}  // namespace bench::load

int main(int count, char** words) try {
    using namespace bench;
    const wire::Arguments arguments(count, words,
                                    {"port", "streams", "body", "key", "path", "repeat", "opening", "timeout", "delays", "hold"});
    load::StreamLoad load(load::options_from(arguments),
                          load::request_with_body(arguments.text("body"), arguments.text("key"),
                                                  arguments.has("path") ? arguments.text("path") : "/v1/chat/completions"));
    return load.run() ? 0 : 1;
} catch (const std::exception& failure) {
    std::fprintf(stderr, "stream_load: %s\n", failure.what());
    return 1;
}
