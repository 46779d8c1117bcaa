#include "ledger/recent_keys.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace parley::ledger {

RecentKeys::RecentKeys(std::size_t keys_max) : generation_max_((keys_max + 1) / 2) {}

void RecentKeys::add(const RequestKey& key) {
    if (younger_.size() == generation_max_) {
        std::swap(younger_, older_);
        younger_.clear();
    }
    younger_.add(key, 2 * std::bit_ceil(generation_max_));
}

void RecentKeys::Generation::add(const RequestKey& key, std::size_t places) {
    if (places_.empty()) places_.resize(places);
    places_[place_of(key)] = key;
    ++size_;
}

void RecentKeys::Generation::clear() {
    std::ranges::fill(places_, RequestKey{});
    size_ = 0;
}

// From the place that its bits name, the first that holds it or is empty: one always is.
std::size_t RecentKeys::Generation::place_of(const RequestKey& key) const {
    const std::size_t last = places_.size() - 1;
    std::size_t place = (mixed(key) >> 32) & last;
    while (places_[place] != key && places_[place] != RequestKey{}) place = (place + 1) & last;
    return place;
}

}  // namespace parley::ledger
