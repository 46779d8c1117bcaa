#include "config/nearest_name.hpp"

#include <algorithm>
#include <numeric>

namespace parley::config {
namespace {

constexpr std::size_t name_bytes_max = 64;

std::size_t edit_distance(std::string_view from, std::string_view to) {
    std::vector<std::size_t> row(to.size() + 1);  // distances from a prefix of `from` to every prefix of `to`
    std::iota(row.begin(), row.end(), 0);
    for (std::size_t i = 0; i < from.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < to.size(); ++j) {
            const std::size_t replaced = diagonal + (from[i] == to[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

}  // namespace

std::optional<std::string> nearest_name(std::string_view name, const std::vector<std::string>& candidates) {
    if (name.size() > name_bytes_max) return std::nullopt;
    std::size_t nearest = std::max<std::size_t>(1, name.size() / 3) + 1;
    std::optional<std::string> found;
    for (const std::string& candidate : candidates) {
        const std::size_t distance = edit_distance(name, candidate);
        if (distance >= nearest) continue;
        nearest = distance;
        found = candidate;
    }
    return found;
}

}  // namespace parley::config
