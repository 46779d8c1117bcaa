#include "observe/cell.hpp"

#include <algorithm>

namespace parley::observe {

void Histogram::record(std::chrono::nanoseconds duration) {
    std::size_t bucket = 0;
    while (bucket < bucket_bounds_ms.size() && duration > std::chrono::milliseconds(bucket_bounds_ms[bucket])) ++bucket;
    buckets_[bucket].add(1);
    sum_nanoseconds_.add(static_cast<std::uint64_t>(std::max<std::int64_t>(duration.count(), 0)));
}

}  // namespace parley::observe
