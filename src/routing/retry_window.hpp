// retry_window.hpp: how many retries a target is sent within ten seconds: a tenth of the requests that it is sent anyway.
//
// A target that fails every request would be asked twice as much just when it can bear least. So retries have a budget, which
// begins to bite only above a handful: a single failure among few requests is always retried.
//
// A value of one machine word, to which time is handed in; retry_budget.hpp shares one between threads.
#pragma once

#include <cstdint>
#include <optional>

#include "base/deadline.hpp"

namespace parley::routing {

/// Windows follow one another at this distance, whether or not anything happens in them.
inline constexpr std::chrono::seconds retry_window_length{10};
/// Retries of a window that nobody counts against anything.
inline constexpr std::uint32_t retries_free = 10;
/// Beyond those, a tenth of the requests.
inline constexpr std::uint32_t retries_percent = 10;

class RetryWindow {
  public:
    constexpr RetryWindow() = default;
    explicit constexpr RetryWindow(std::uint64_t word) : word_(word) {}
    constexpr std::uint64_t word() const { return word_; }

    /// With one request more. `now` may lie in the window before, as between threads: then it is counted in this one.
    RetryWindow with_request(TimePoint now) const;
    /// With one retry more; nullopt when the budget is spent.
    std::optional<RetryWindow> with_retry(TimePoint now) const;

    std::uint32_t requests() const { return static_cast<std::uint32_t>(word_ >> retry_bits) & count_max(request_bits); }
    std::uint32_t retries() const { return static_cast<std::uint32_t>(word_) & count_max(retry_bits); }

    bool operator==(const RetryWindow&) const = default;

  private:
    // From the top: the window's number, of which its last bits tell it from its neighbours for 121 days; both counts, which stay
    // at their greatest value.
    static constexpr int number_bits = 20;
    static constexpr int request_bits = 24;
    static constexpr int retry_bits = 20;
    static constexpr std::uint32_t count_max(int bits) { return (std::uint32_t{1} << bits) - 1; }

    static RetryWindow made_of(std::uint32_t number, std::uint32_t requests, std::uint32_t retries);
    std::uint32_t number() const { return static_cast<std::uint32_t>(word_ >> (request_bits + retry_bits)); }
    RetryWindow at(TimePoint now) const;

    std::uint64_t word_ = 0;
};

}  // namespace parley::routing
