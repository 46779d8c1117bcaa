#include "routing/plan.hpp"

#include <algorithm>
#include <cassert>
#include <numeric>

namespace parley::routing {
namespace {

/// How many of the first offers share their places.
std::size_t sharers(std::span<const Offer> offers) {
    const Offer& first = offers.front();
    const auto joins = [&](const Offer& offer) { return first.weight > 0 && offer.weight > 0 && offer.tier == first.tier; };
    const auto end = std::find_if_not(offers.begin() + 1, offers.end(), joins);
    return static_cast<std::size_t>(end - offers.begin());
}

}  // namespace

void Plan::add_model(std::span<const Offer> offers, Random& random) {
    assert(models_count_ < models_max && offers.size() <= offers_max);
    while (!offers.empty()) {
        const std::size_t count = sharers(offers);
        append_by_chance(offers.first(count), random);
        offers = offers.subspan(count);
    }
    ++models_count_;
}

/// Draws without putting back, each by its share of what is left.
void Plan::append_by_chance(std::span<const Offer> offers, Random& random) {
    std::array<Offer, offers_max> left{};
    std::copy(offers.begin(), offers.end(), left.begin());
    for (auto count = offers.size(); count > 1; --count) {
        const auto add = [](std::uint64_t sum, const Offer& offer) { return sum + offer.weight; };
        const auto end = left.begin() + static_cast<std::ptrdiff_t>(count);
        std::uint64_t drawn = random.below(std::accumulate(left.begin(), end, std::uint64_t{0}, add));
        auto chosen = left.begin();
        while (drawn >= chosen->weight) drawn -= (chosen++)->weight;
        append(*chosen);
        std::move(chosen + 1, end, chosen);
    }
    append(left.front());
}

void Plan::append(const Offer& offer) { places_[places_count_++] = {models_count_, offer.target}; }

}  // namespace parley::routing
