// server.hpp: an OpenAI-like upstream at the least cost: one thread, one edge-triggered epoll set, canned answers. What
// it does not spend is left to the load generator, which shares its processor.
//
//   POST /v1/chat/completions   a whole completion, or a stream paced by the model's name (script.hpp)
//   POST /v1/messages           the same in Anthropic's words
//   GET  /release               each idle stream sends one more event; answers how many there were
//   GET  /finish                each idle stream ends; answers how many there were
//   GET  /stats                 how many completions were asked for since the start, whole and streamed
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <queue>
#include <string>
#include <string_view>
#include <vector>

#include "upstream/request.hpp"
#include "upstream/script.hpp"
#include "upstream/transport.hpp"
#include "wire/epoll.hpp"
#include "wire/socket.hpp"

namespace bench::upstream {

enum class Dialect { openai, anthropic };

/// A stream on its way: what it follows, and how far it is.
struct RunningStream {
    Dialect dialect = Dialect::openai;
    Script script;
    unsigned steps_done = 0;
    wire::Nanoseconds next_due = 0;
};

struct Connection {
    Connection(wire::Descriptor socket, SSL_CTX* tls, std::uint64_t serial) : transport(std::move(socket), tls), serial(serial) {}

    Transport transport;
    std::uint64_t serial;  // never reused, so that an old timer cannot wake a new connection on the same descriptor
    std::string unread;    // the beginning of a request; one request is at most request_bytes_max
    std::string unsent;    // at most one step or one answer: nothing is added while it is not empty
    std::optional<RunningStream> stream;
    bool closed = false;
};

inline constexpr std::size_t request_bytes_max = 1 << 20;

class Server {
  public:
    /// tls: null for clear text; it outlives the server.
    Server(wire::Descriptor listener, SSL_CTX* tls);

    /// Serves until the process is stopped.
    [[noreturn]] void run();

  private:
    struct Due {
        wire::Nanoseconds at;
        int fd;
        std::uint64_t serial;
        bool operator>(const Due& other) const { return at > other.at; }
    };

    void accept_all();
    void serve(Connection& connection, std::uint32_t events);
    void read_all(Connection& connection);
    void take(Connection& connection, std::string_view bytes);
    /// Answers the whole requests at the start of `bytes`; returns how many bytes they were.
    std::size_t answer_requests(Connection& connection, std::string_view bytes);
    void answer(Connection& connection, const Request& request);
    void answer_completion(Connection& connection, Dialect dialect, std::string_view body);
    void begin_stream(Connection& connection, Dialect dialect, std::string_view model);
    void run_due_steps();
    void run_step(Connection& connection);
    void schedule(Connection& connection);
    void release_idle(Connection& asking);
    void finish_idle(Connection& asking);
    void send(Connection& connection, std::string_view bytes);
    void drop(Connection& connection);

    wire::Descriptor listener_;
    SSL_CTX* tls_;
    wire::Epoll epoll_;
    std::vector<std::unique_ptr<Connection>> connections_;  // by descriptor
    std::priority_queue<Due, std::vector<Due>, std::greater<>> due_;
    std::array<char, 64 * 1024> buffer_;
    std::uint64_t last_serial_ = 0;
    std::uint64_t completions_ = 0;
    std::uint64_t streams_ = 0;
};

}  // namespace bench::upstream
