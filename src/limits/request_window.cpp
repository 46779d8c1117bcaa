#include "limits/request_window.hpp"

#include <algorithm>
#include <cassert>

namespace parley::limits {

Standing RequestWindow::take(std::uint32_t limit, TimePoint now) {
    assert(limit > 0);
    if (counted_ == 0 || now >= ends()) {
        begun_ = now;
        counted_ = 0;
    }
    Standing standing;
    standing.allowed = counted_ < limit;
    standing.limit = limit;
    if (standing.allowed) ++counted_;
    standing.remaining = limit - std::min(counted_, limit);
    const Duration passed = std::max(now - begun_, Duration::zero());
    standing.reset = std::chrono::ceil<std::chrono::seconds>(window_length - passed);
    return standing;
}

}  // namespace parley::limits
