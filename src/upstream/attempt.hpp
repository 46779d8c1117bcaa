// attempt.hpp: one request to one target. Sends what a provider's translator encoded, watches the deadlines, and feeds what
// comes back to the provider's decoder. Which provider it is, and whether another attempt follows, is for others to know.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/small_blocks.hpp"
#include "http/client_exchange.hpp"
#include "providers/provider.hpp"

namespace parley::upstream {

struct Deadlines {
    Duration connect_timeout;
    Duration first_chunk_timeout;  // request begun to first chunk, or to the whole answer of a request that does not stream
    Duration idle_timeout;         // between two arrivals of a stream
    Deadline total;
};

/// What the head of an answer said that somebody needs later. Moved and not copied: the texts are views of `kept`, whose bytes stay
/// where they are.
struct ReplyHead {
    int status = 0;
    std::string_view content_type;
    std::string_view retry_after;
    std::string_view retry_after_ms;
    std::string_view date;
    std::string_view reply_field;  // of UpstreamRequest::reply_field
    std::string_view request_id;   // the provider's own; empty where it says none
    std::vector<char, SmallBlocks<char>> kept;

    ReplyHead() = default;
    ReplyHead(ReplyHead&&) = default;
    ReplyHead& operator=(ReplyHead&&) = default;

    bool ok() const { return status >= 200 && status < 300; }
    /// Server-sent events, or AWS's framing of them.
    bool is_event_stream() const {
        return content_type.starts_with("text/event-stream") || content_type.starts_with("application/vnd.amazon.eventstream");
    }
};

class Attempt {
  public:
    /// References outlive the attempt. `stop` ends it at once; destroying it closes its connection unless the answer was
    /// read to its end.
    Attempt(http::ConnectionPool& pool, const http::Limits& limits, const Deadlines& deadlines, http::StopSignal* stop);

    /// Sends the request and reads the answer's head. `request` stays where it is until this returns.
    Task<Result<ReplyHead>> send(const http::Origin& origin, const providers::UpstreamRequest& request);

    /// The whole body, decompressed if need be. Valid until the next suspension.
    Task<Result<std::string_view>> read_whole();

    enum class Arrival : std::uint8_t { bytes, end, timed_out, stopped, none };
    /// Waits until something of a stream has arrived. Which deadline applies depends on whether the first chunk was seen. `none`: nothing
    /// has come by `look_up`, and something still may.
    Task<Arrival> arrival(bool first_chunk_seen, Deadline look_up = Deadline::never());

    /// Feeds everything that arrived to the decoder; never waits. At the end of the body it lets the decoder finish, and
    /// after a deadline it says so to the sink. Not for `stopped`: nobody is interested any more; not for `none`.
    void feed(Arrival arrival, providers::StreamDecoder& decoder, openai::EventSink& sink);
    /// The body has ended, one way or another.
    bool ended() const { return ended_; }

    /// From now on `stop` ends it, in the place of the other. Only while nobody waits for it.
    void stop_by(http::StopSignal& stop) { exchange_.stop_by(stop); }

    /// Reads a finished stream's last bytes in the background, so that its connection can be used again. A connection that
    /// does not end its body within 100 ms is closed.
    static void read_tail(std::unique_ptr<Attempt> attempt);

  private:
    static Task<> read_rest(std::unique_ptr<Attempt> attempt);

    http::ConnectionPool& pool_;
    std::size_t whole_bytes_max_;
    Deadlines deadlines_;
    Deadline first_chunk_;
    std::optional<Deadline> idle_;  // since something came last
    http::StopSignal* stop_;
    http::ClientExchange exchange_;
    std::string content_coding_;
    std::string decoded_;
    bool ended_ = false;
};

}  // namespace parley::upstream
