#include "routing/latency_weights.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>

namespace parley::routing {
namespace {

/// The shortest that is known; nothing where none is.
std::optional<Duration> least_of(std::span<const std::optional<Duration>> burdens) {
    std::optional<Duration> least;
    for (const auto& burden : burdens) {
        if (burden && (!least || *burden < *least)) least = burden;
    }
    return least;
}

/// Of the share that the best one has.
double share_of(const std::optional<Duration>& burden, Duration least) {
    if (!burden || *burden <= least) return 1;
    const double ratio = std::chrono::duration<double>(least) / std::chrono::duration<double>(*burden);
    return std::max(std::pow(ratio, 4), 1.0 / slowest_shares);
}

}  // namespace

void weigh_by_latency(std::span<Offer> offers, std::span<const std::optional<Duration>> burdens) {
    assert(offers.size() == burdens.size() && offers.size() <= offers_max);
    const std::optional<Duration> least = least_of(burdens);
    std::array<double, offers_max> shares{};
    double most = 0;
    for (std::size_t i = 0; i < offers.size(); ++i) {
        const double configured = std::max<std::uint16_t>(offers[i].weight, 1);
        shares[i] = configured * (least ? share_of(burdens[i], *least) : 1);
        most = std::max(most, shares[i]);
    }
    constexpr double weight_max = std::numeric_limits<std::uint16_t>::max();
    for (std::size_t i = 0; i < offers.size(); ++i) {
        offers[i].weight = static_cast<std::uint16_t>(std::max(1.0, std::round(shares[i] / most * weight_max)));
    }
}

}  // namespace parley::routing
