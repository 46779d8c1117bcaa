// pace.hpp: when each token of a simulated answer is due. Time is handed out, never read.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/deadline.hpp"
#include "base/random.hpp"

namespace parley::simulate {

struct Pace {
    Duration first{0};  // from the request to the first token; where it is drawn, the median
    double sigma = 0;   // of its logarithm, which is normal; 0: it is always `first`
    double tail = 0;    // 0..1: this share of the first tokens takes `tail_by` times as long
    double tail_by = 10;
    double tokens_per_second = 0;  // 0: as fast as the caller takes them
    double jitter = 0;             // 0..1: each gap is drawn from gap * [1 - jitter, 1 + jitter]
    bool early_head = false;       // a stream's head leaves at once, not with its first chunk

    bool operator==(const Pace&) const = default;

    bool varies() const { return sigma > 0 || tail > 0; }
};

/// When the first token of one request comes: as providers' do, about the median, seldom much sooner and now and then far later.
Duration draw_first(const Pace& pace, Random random);

/// Four bytes a token, rounded up: near enough to real tokenizers, and a reader can check it by hand.
constexpr std::size_t tokens_in(std::size_t bytes) { return (bytes + 3) / 4; }

/// Moments since the start of the request, not pauses: a late timer is caught up with, so the rate holds.
class Schedule {
  public:
    Schedule(const Pace& pace, std::uint64_t seed) : pace_(pace), random_(seed), now_(pace.first) {}

    /// When a chunk of so many tokens is due. The first tokens come at Pace::first; chunks of none (role, finish,
    /// usage) add no wait.
    Duration next(std::size_t tokens);

    /// When an answer of so many tokens that comes in one piece is due.
    Duration whole(std::size_t tokens);

  private:
    Duration gap(std::size_t tokens);

    Pace pace_;
    Random random_;
    Duration now_;
    bool began_ = false;
};

}  // namespace parley::simulate
