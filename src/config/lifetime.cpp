#include "config/lifetime.hpp"

#include <string>

#include "config/quantities.hpp"

namespace parley::config {

std::optional<std::chrono::seconds> parse_lifetime(std::string_view text) {
    if (text.ends_with("ms")) return std::nullopt;
    std::string in_known_units(text);
    int factor = 1;
    if (text.ends_with('d')) {  // which the configuration has no use for
        in_known_units.back() = 'h';
        factor = 24;
    }
    const auto duration = config::parse_duration(in_known_units);
    if (!duration || duration->count() == 0 || *duration > std::chrono::milliseconds::max() / 24) return std::nullopt;
    return std::chrono::duration_cast<std::chrono::seconds>(*duration * factor);
}

}  // namespace parley::config
