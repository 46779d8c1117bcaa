#include "routing/hedge_savings.hpp"

#include <algorithm>

namespace parley::routing {
namespace {

constexpr std::uint64_t hundredths = 100;
constexpr std::uint64_t saved_max = hedge_savings_requests_max * hundredths;

using Tenths = std::chrono::duration<std::int64_t, std::deci>;

constexpr std::uint64_t free_after_tenths = Tenths(hedge_free_after).count();

/// Since the machine was started, and at least one.
std::uint64_t tenth_at(TimePoint now) {
    const auto tenths = std::chrono::duration_cast<Tenths>(now.time_since_epoch()).count();
    return static_cast<std::uint64_t>(std::clamp<std::int64_t>(tenths, 1, UINT32_MAX));
}

}  // namespace

HedgeSavings HedgeSavings::with_request() const { return HedgeSavings(last_tenth(), std::min(saved() + hundredths, saved_max)); }

std::optional<HedgeSavings> HedgeSavings::with_hedge(TimePoint now, BasisPoints budget) const {
    if (budget.value == 0) return std::nullopt;
    const std::uint64_t price = (hundredths * basis_points_whole.value + budget.value - 1) / budget.value;
    const std::uint64_t tenth = tenth_at(now);
    // Threads read the clock one after the other: what comes from before the last one has not waited.
    const bool is_free = last_tenth() == 0 || tenth > last_tenth() + free_after_tenths;
    if (saved() < price && !is_free) return std::nullopt;
    return HedgeSavings(std::max(tenth, last_tenth()), saved() - std::min(saved(), price));
}

}  // namespace parley::routing
