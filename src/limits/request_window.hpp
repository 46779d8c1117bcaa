// request_window.hpp: so many requests in a minute, counted in windows that follow one another.
//
// A window begins with its first request and lasts `window_length`; the first request after it begins the next. What was
// refused is not counted, so whoever keeps asking gets through as soon as the window ends.
#pragma once

#include <chrono>
#include <cstdint>

#include "base/deadline.hpp"

namespace parley::limits {

/// Source: AssemblyAI docs, "Rate limits": a window of 60 seconds.
inline constexpr std::chrono::seconds window_length{60};

/// How an account stands after it asked once more: what the `x-ratelimit-*` fields say.
struct Standing {
    bool allowed = true;
    std::uint32_t limit = 0;        // requests in a window
    std::uint32_t remaining = 0;    // of them, after this one
    std::chrono::seconds reset{0};  // until the window ends, rounded up: 1 to 60

    bool operator==(const Standing&) const = default;
};

/// One window and its successors. A value; not thread-safe.
class RequestWindow {
  public:
    /// Counts one request, unless `limit` (at least 1) were counted in this window already. A limit that was lowered meanwhile
    /// holds at once. `now` may lie a little before that of an earlier call, as between threads: then nothing has passed.
    Standing take(std::uint32_t limit, TimePoint now);

    /// From then on it is as good as new.
    TimePoint ends() const { return begun_ + window_length; }

  private:
    TimePoint begun_{};
    std::uint32_t counted_ = 0;  // 0: no window has begun
};

}  // namespace parley::limits
