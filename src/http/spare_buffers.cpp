#include "http/spare_buffers.hpp"

#include <algorithm>
#include <utility>

namespace parley::http {

SpareBuffer SpareBuffers::take(std::size_t bytes) {
    const auto fits = [bytes](const SpareBuffer& spare) { return spare.capacity >= bytes && spare.capacity <= 2 * bytes; };
    const auto found = std::find_if(waiting_.rbegin(), waiting_.rend(), fits);
    if (found == waiting_.rend()) return {std::make_unique_for_overwrite<char[]>(bytes), bytes};
    SpareBuffer taken = std::move(*found);
    waiting_.erase(std::next(found).base());
    waiting_bytes_ -= taken.capacity;
    return taken;
}

void SpareBuffers::give_back(SpareBuffer buffer) {
    if (buffer.capacity == 0 || buffer.capacity > bytes_max_) return;
    waiting_bytes_ += buffer.capacity;
    waiting_.push_back(std::move(buffer));
    std::size_t surplus = 0;  // how many go
    for (; waiting_bytes_ > bytes_max_; ++surplus) waiting_bytes_ -= waiting_[surplus].capacity;
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(surplus));
}

}  // namespace parley::http
