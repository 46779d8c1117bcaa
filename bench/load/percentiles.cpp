#include "load/percentiles.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace bench::load {
namespace {

std::string at_share(const std::vector<wire::Nanoseconds>& sorted, double share) {
    if (sorted.empty()) return "null";
    const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(sorted.size())));
    const wire::Nanoseconds sample = sorted[std::max<std::size_t>(rank, 1) - 1];
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.1f", static_cast<double>(sample) / 1e3);
    return text.data();
}

}  // namespace

std::string percentiles_json(std::vector<wire::Nanoseconds>& samples) {
    std::sort(samples.begin(), samples.end());
    return "{\"count\":" + std::to_string(samples.size()) + ",\"p50\":" + at_share(samples, 0.5) + ",\"p90\":" + at_share(samples, 0.9) +
           ",\"p99\":" + at_share(samples, 0.99) + ",\"p999\":" + at_share(samples, 0.999) + ",\"max\":" + at_share(samples, 1.0) + "}";
}

}  // namespace bench::load
