// recent_keys.hpp: the keys of the requests that ended last.
//
// Two generations, each a table without pointers: an older one that is only asked, and a younger one that takes what comes and takes
// the older one's place when it is full. Nothing is ever taken out by itself.
#pragma once

#include <cstddef>
#include <vector>

#include "ledger/request_key.hpp"

namespace parley::ledger {

class RecentKeys {
  public:
    /// At least 1. Half as many are remembered for certain, and that many at most.
    explicit RecentKeys(std::size_t keys_max);

    bool contains(const RequestKey& key) const { return younger_.contains(key) || older_.contains(key); }
    /// One that is not contained. All zeros, which no id of ours is, is not remembered.
    void add(const RequestKey& key);

  private:
    class Generation {
      public:
        bool contains(const RequestKey& key) const { return !places_.empty() && places_[place_of(key)] != RequestKey{}; }
        /// Room for `places`, a power of two, is made with the first.
        void add(const RequestKey& key, std::size_t places);
        void clear();
        std::size_t size() const { return size_; }

      private:
        /// Where it is, or would be.
        std::size_t place_of(const RequestKey& key) const;

        std::vector<RequestKey> places_;  // all zeros: empty; half of them at least
        std::size_t size_ = 0;
    };

    std::size_t generation_max_;
    Generation younger_;
    Generation older_;
};

}  // namespace parley::ledger
