// recorder.hpp: what a simulated upstream received and what became of it, for tests to ask.
//
// The latest requests are kept, bounded in number and in bytes; the oldest leave first. Counts go on regardless.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/deadline.hpp"

namespace parley::simulate {

enum class Outcome : std::uint8_t {
    open,         // not over yet
    answered,     // to its end; a wrong answer counts as one
    caller_left,  // the caller closed first
    cut,          // we broke off, as a fault wanted or because the simulator stopped
};
std::string_view outcome_name(Outcome outcome);

struct RequestRecord {
    std::uint64_t sequence = 0;  // given by the recorder, from 1
    Duration at{0};              // since the simulator started
    std::string method;
    std::string path;                                         // with its query
    std::vector<std::pair<std::string, std::string>> fields;  // credentials too: nothing real is ever sent here
    std::string body;                                         // its beginning
    std::size_t body_bytes = 0;                               // of the whole
    std::string model;
    bool streaming = false;
    std::size_t chunks_sent = 0;
    std::size_t bytes_sent = 0;  // of the body, before transfer coding
    Outcome outcome = Outcome::open;
    Duration ended_after{0};  // since the request began; of a caller who left: when
};

class Recorder {
  public:
    struct Limits {
        std::size_t requests_max = 10'000;
        std::size_t body_bytes_max = 64 * 1024;         // kept of one body
        std::size_t kept_bytes_max = 64 * 1024 * 1024;  // of all bodies and fields together
    };
    struct Counts {
        std::size_t open = 0;
        std::size_t total = 0;
        std::size_t caller_left = 0;
        bool operator==(const Counts&) const = default;
    };

    explicit Recorder(const Limits& limits) : limits_(limits) {}

    /// Begins a request and returns its sequence number.
    std::uint64_t begin(RequestRecord record);
    void set_body(std::uint64_t sequence, std::string_view body);
    /// Ends it; every begin() is followed by exactly one end().
    void end(std::uint64_t sequence, Outcome outcome, Duration ended_after);

    /// Null when the record has left. Valid until the next begin(), set_body() or clear().
    RequestRecord* find(std::uint64_t sequence);

    const std::deque<RequestRecord>& records() const { return records_; }
    const Counts& counts() const { return counts_; }
    std::size_t kept_bytes() const { return kept_bytes_; }

    /// Forgets the records and the counts; what is open stays counted as open. Sequence numbers go on.
    void clear();

  private:
    void make_room();

    Limits limits_;
    std::deque<RequestRecord> records_;  // sequence numbers without gaps
    std::size_t kept_bytes_ = 0;
    std::uint64_t next_sequence_ = 1;
    Counts counts_;
};

/// {"requests":[...]}, oldest first: the last `last` of them. Bytes that are not UTF-8 are shown as U+FFFD.
std::string print_requests(const Recorder& recorder, std::size_t last);

/// {"open":0,"total":0,"caller_left":0}
std::string print_state(const Recorder::Counts& counts);

}  // namespace parley::simulate
