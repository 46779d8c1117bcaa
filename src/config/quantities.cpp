#include "config/quantities.hpp"

#include <span>

#include "http/numbers.hpp"

namespace parley::config {
namespace {

struct Unit {
    std::string_view name;
    std::uint64_t factor;
};

// Largest first: printing takes the first that divides.
constexpr Unit duration_units[] = {{"h", 3'600'000}, {"m", 60'000}, {"s", 1'000}, {"ms", 1}};
constexpr Unit size_units[] = {{"GiB", 1u << 30}, {"MiB", 1u << 20}, {"KiB", 1u << 10}, {"", 1}};

constexpr std::uint64_t value_max = std::uint64_t{1} << 62;

std::optional<std::uint64_t> parse(std::string_view text, std::span<const Unit> units) {
    const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    const auto number = http::parse_decimal(text.substr(0, digits));
    if (!number) return std::nullopt;
    for (const Unit& unit : units) {
        if (text.substr(digits) != unit.name) continue;
        if (*number > value_max / unit.factor) return std::nullopt;
        return *number * unit.factor;
    }
    return std::nullopt;
}

std::string print(std::uint64_t value, std::span<const Unit> units) {
    for (const Unit& unit : units) {
        const bool fits = value != 0 && value % unit.factor == 0;
        if (fits) return std::to_string(value / unit.factor) + std::string(unit.name);
    }
    return "0" + std::string(units.back().name);
}

}  // namespace

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
    const auto count = parse(text, duration_units);
    if (!count) return std::nullopt;
    return std::chrono::milliseconds(*count);
}

std::optional<std::uint64_t> parse_size(std::string_view text) { return parse(text, size_units); }

std::string print_duration(std::chrono::milliseconds duration) {
    return print(static_cast<std::uint64_t>(duration.count()), duration_units);
}

std::string print_size(std::uint64_t bytes) { return print(bytes, size_units); }

}  // namespace parley::config
