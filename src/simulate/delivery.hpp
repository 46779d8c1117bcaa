// delivery.hpp: sends one simulated answer, in time and with its faults, and tells what became of it.
#pragma once

#include "base/task.hpp"
#include "http/server_exchange.hpp"
#include "simulate/faults.hpp"
#include "simulate/recorder.hpp"
#include "simulate/stream_script.hpp"

namespace parley::simulate {

/// How long `hang` keeps silent when the caller never leaves.
inline constexpr Duration hang_max = std::chrono::hours(1);

/// One for each exchange. The exchange and the recorder outlive it.
class Delivery {
  public:
    Delivery(http::ServerExchange& exchange, Recorder& recorder, std::uint64_t sequence, const Faults& faults)
        : exchange_(exchange), recorder_(recorder), sequence_(sequence), faults_(faults) {}

    /// A whole answer, begun `at` after the request.
    Task<Outcome> send_whole(http::Response response, Duration at);

    /// A streamed answer. `head` has no body. With `early_head` the head does not wait for the first beat.
    Task<Outcome> send_stream(http::Response head, StreamScript script, bool early_head);

    /// Bytes without any head of their own, then the end of the connection.
    Task<Outcome> send_bytes(std::string bytes, Duration at);

    /// Nothing at all, and then that ending.
    Task<Outcome> end_without_answer(Ending ending, Duration at);

  private:
    Task<bool> wait_until(Duration at);
    Task<bool> wait_for_byte();
    Task<bool> write_raw(std::string bytes, std::size_t head_bytes);
    Task<bool> write_part(std::string bytes);
    Task<Outcome> break_off(Ending ending);
    Outcome ended(bool sent, Outcome otherwise) const;
    void count(std::size_t bytes, std::size_t chunks = 0);

    http::ServerExchange& exchange_;
    Recorder& recorder_;
    std::uint64_t sequence_;
    Faults faults_;
};

}  // namespace parley::simulate
