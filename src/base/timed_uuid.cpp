#include "base/timed_uuid.hpp"

#include <array>
#include <cstdint>

namespace parley {

// The random part is version 4's, and so is its form but for one digit.
Uuid make_timed_uuid(Random& random, std::chrono::milliseconds now) {
    static constexpr char digits[] = "0123456789abcdef";
    static constexpr std::array<std::size_t, 12> places{0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12};
    constexpr std::size_t version_place = 14;
    Uuid uuid = make_uuid(random);
    auto moment = static_cast<std::uint64_t>(now.count());
    for (auto place = places.rbegin(); place != places.rend(); ++place, moment >>= 4) uuid.text[*place] = digits[moment & 0xf];
    uuid.text[version_place] = '7';
    return uuid;
}

}  // namespace parley
