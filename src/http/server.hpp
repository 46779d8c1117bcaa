// server.hpp: one thread's share of a listening address: accepts connections and runs a handler for each request.
//
// At Limits::connections_max, or without a descriptor, a new caller takes the place of the connection that has waited longest
// for another request; where all are busy it waits in the kernel's queue.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/task.hpp"
#include "http/connection_count.hpp"
#include "http/limits.hpp"
#include "http/server_exchange.hpp"

namespace parley::http {

class Loop;
class TlsServerContext;

/// Answers one request. Returning without an answer closes the connection.
using Handler = std::function<Task<>(ServerExchange&)>;

/// "127.0.0.1:8080", "[::1]:8080", "localhost:0". Port 0 lets the system choose.
struct ListenAddress {
    std::string host;
    std::uint16_t port = 0;
    std::string text() const;  // as a URL's authority
};
Result<ListenAddress> parse_listen_address(std::string_view text);

/// A bound and listening TCP socket with SO_REUSEPORT. Bind once for port 0, then once more for each further thread with
/// the port that the first got. Errors name the address ("127.0.0.1:8080: address already in use").
class ListeningSocket {
  public:
    static Result<ListeningSocket> open(const ListenAddress& address);
    /// Whether somebody else listens there, sharing or not. Errors as open(); nullopt when the address is free or its port 0.
    static std::optional<Error> probe(const ListenAddress& address);
    ListeningSocket(ListeningSocket&& other) noexcept;
    ListeningSocket& operator=(ListeningSocket&&) = delete;
    ~ListeningSocket();
    const ListenAddress& address() const { return address_; }  // with the port that was given
    int release();

  private:
    ListeningSocket(int descriptor, ListenAddress address);
    int descriptor_;
    ListenAddress address_;
};

/// The answer to a request that the codec refused, or that was too slow: status and a constant sentence to a Response.
using RefusalAnswer = std::function<Response(int status, std::string_view reason)>;

class Server {
  public:
    struct Options {
        Limits limits;
        RefusalAnswer answer_refusal;                           // empty: a bare status
        std::shared_ptr<const TlsServerContext> tls = nullptr;  // null: plaintext
        ConnectionCount* connections = nullptr;                 // null: not limited
    };
    /// All references outlive the Server; the Server is made, used and destroyed on the loop's thread.
    Server(Loop& loop, ListeningSocket socket, Handler handler, Options options);
    ~Server();

    /// For connections accepted from now on. Those that are open keep the limits and the certificate that they began with.
    void renew(const Limits& limits, std::shared_ptr<const TlsServerContext> tls);
    /// Accepts go on, and idle connections stay, but every answer from now on closes its connection: a client that sends a
    /// request just now is told instead of cut.
    void close_after_answers();
    /// Takes what waits in the accept queue, then stops listening. Idle connections close at once, those that never sent
    /// anything a second later.
    void stop_accepting();
    /// Ends every exchange that is still running.
    void stop_exchanges();
    std::size_t connections() const;

    class Implementation;

  private:
    std::shared_ptr<Implementation> implementation_;
};

}  // namespace parley::http
