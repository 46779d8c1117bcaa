#include "routing/retry_window.hpp"

#include <algorithm>

namespace parley::routing {
namespace {

/// Threads read the clock one after the other: so far back a window's time may come after the next has begun. All that is farther is
/// later, however long nobody has asked: a machine is up for longer than the numbers of windows last.
constexpr std::uint32_t windows_behind_max = 6;

}  // namespace

RetryWindow RetryWindow::made_of(std::uint32_t number, std::uint32_t requests, std::uint32_t retries) {
    const std::uint64_t counts = std::uint64_t{requests} << retry_bits | retries;
    return RetryWindow(std::uint64_t{number} << (request_bits + retry_bits) | counts);
}

/// This window, or an empty one when `now` lies in a later.
RetryWindow RetryWindow::at(TimePoint now) const {
    const auto windows = now.time_since_epoch() / retry_window_length;
    const std::uint32_t current = static_cast<std::uint32_t>(windows) & count_max(number_bits);
    const std::uint32_t behind = (number() - current) & count_max(number_bits);
    return behind <= windows_behind_max ? *this : made_of(current, 0, 0);
}

RetryWindow RetryWindow::with_request(TimePoint now) const {
    const RetryWindow window = at(now);
    return made_of(window.number(), std::min(window.requests() + 1, count_max(request_bits)), window.retries());
}

std::optional<RetryWindow> RetryWindow::with_retry(TimePoint now) const {
    const RetryWindow window = at(now);
    const auto share = static_cast<std::uint32_t>(std::uint64_t{window.requests()} * retries_percent / 100);
    const std::uint32_t budget = std::max(retries_free, share);
    if (window.retries() >= std::min(budget, count_max(retry_bits))) return std::nullopt;
    return made_of(window.number(), window.requests(), window.retries() + 1);
}

}  // namespace parley::routing
