// sse_reader.hpp: one incremental reader for Server-Sent Events, shared by every provider.
//
// Bytes go in as they arrive, in pieces of any size; whole events come out. An event that lies in one piece is handed
// out in place; only an unfinished one is copied and kept, at most `event_bytes_max` of it. The reader is a value: copy
// it to try two continuations.
//
// Source: WHATWG HTML, "Server-sent events", 9.2.5 (parsing) and 9.2.6 (interpretation).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace parley::http {

struct SseEvent {
    std::string_view type;  // the `event:` field; empty when there was none
    std::string_view data;  // `data:` lines joined with '\n'; may be empty only if a data line was present
};

class SseReader {
  public:
    static constexpr std::size_t event_bytes_max_default = 10 * 1024 * 1024;
    /// `event_bytes_max` bounds type, joined data and the line being read, together; at most 4 GiB.
    explicit SseReader(std::size_t event_bytes_max = event_bytes_max_default);

    enum class Status : std::uint8_t { event, need_more, too_large };

    /// Consumes from the front of `input`. `event` answers one event, valid until the next call and while the input's
    /// bytes live; call again with what is left. Comments, `id`, `retry` and unknown fields are skipped; events without
    /// a data line are not dispatched. After `too_large` the reader is of no more use.
    Status next(std::string_view& input, SseEvent& event);

    /// The data of an event that the end of the stream cut off before its blank line; empty when there is none. Such an
    /// event is not dispatched (9.2.6), but a whole JSON in it may still be counted for billing.
    std::string unterminated_data() const;

    /// Bytes kept of an unfinished event.
    std::size_t kept() const;

  private:
    Status next_in_place(std::string_view& input, SseEvent& event);
    Status next_kept(std::string_view& input, SseEvent& event);
    void skip_byte_order_mark(std::string_view& input);
    void end_kept_line();
    void advance(std::string_view& input, std::string_view ahead);
    bool fits(std::size_t bytes) const { return bytes <= event_bytes_max_; }
    void forget();

    std::string kept_;  // the data lines so far, each with its '\n', then the beginning of a line
    std::string type_;
    std::uint32_t event_bytes_max_;
    std::uint32_t data_size_ = 0;  // of the data lines in kept_
    std::uint8_t mark_bytes_ = 0;  // of a byte order mark that may be under way
    bool at_start_ = true;         // of the stream: a byte order mark may come
    bool skip_lf_ = false;         // the last byte taken was a CR: an LF right after it belongs to the same line end
    bool spent_ = false;           // kept_ and type_ belong to an event already handed out
};

}  // namespace parley::http
