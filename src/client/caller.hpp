// caller.hpp: a program that asks a gateway: its loop, its connections, and the calls that it makes.
//
// For commands, which have one thread and wait for what they asked: run() drives calls to their ends and returns.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/task.hpp"
#include "client/answer.hpp"
#include "client/gateway_address.hpp"
#include "client/plain_answer.hpp"
#include "client/price_list.hpp"
#include "http/client_exchange.hpp"
#include "http/loop.hpp"

namespace parley::client {

inline constexpr std::chrono::seconds connect_timeout{5};
/// A gateway gives up on its provider first (`routing.total_timeout`, 600 s by default), and says so.
inline constexpr std::chrono::seconds answer_timeout{900};
/// Between two arrivals of a stream.
inline constexpr std::chrono::seconds silence_timeout{120};
/// For the price list, which nobody wants to wait for.
inline constexpr std::chrono::seconds price_list_timeout{5};
inline constexpr std::size_t price_list_bytes_max = 16 * 1024 * 1024;

class Caller {
  public:
    explicit Caller(Gateway gateway);

    /// POST /v1/chat/completions with `body` (chat_request.hpp). Everything that can happen ends up in `answer`, its times
    /// included. References outlive the call; `stop` ends it at once, and closes its connection.
    Task<> ask(std::string body, Answer& answer, AnswerSink& sink, http::StopSignal& stop);

    /// Any request with a body of JSON, or none; the whole answer ends up in `answer`. References outlive the call.
    Task<> call(PlainCall wanted, PlainAnswer& answer);

    /// GET /v1/models. `prices` stays as it is when the gateway does not answer in a way that is understood.
    Task<> fetch_prices(PriceList& prices);

    /// Runs all of them, beside each other, until the last has ended.
    void run(std::vector<Task<>> calls);
    void run(Task<> call);

    http::Loop& loop() { return loop_; }
    const GatewayAddress& address() const { return gateway_.address; }

  private:
    std::string head(std::string_view request_line, std::string_view fields) const;
    Task<> read_stream(http::ClientExchange& exchange, Answer& answer, AnswerSink& sink, TimePoint begun);
    Task<> read_refusal(http::ClientExchange& exchange, int status, Answer& answer, Deadline deadline);
    Failure failure_of(const Error& error) const;

    Gateway gateway_;
    http::Limits limits_;
    http::Loop loop_;
    http::Resolver resolver_;
    http::ConnectionPool pool_;
};

}  // namespace parley::client
