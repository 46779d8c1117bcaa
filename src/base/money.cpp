#include "base/money.hpp"

namespace parley {

std::string print_money(Money sum) {
    constexpr std::uint64_t nanodollars_per_dollar = 1'000'000'000;
    constexpr std::size_t places = 9;
    const bool is_negative = sum.nanodollars < 0;
    const auto bits = static_cast<std::uint64_t>(sum.nanodollars);
    const std::uint64_t magnitude = is_negative ? 0 - bits : bits;  // the least of all has no positive twin
    std::string text = (is_negative ? "-" : "") + std::to_string(magnitude / nanodollars_per_dollar);
    const std::string rest = std::to_string(magnitude % nanodollars_per_dollar);
    const std::string fraction = std::string(places - rest.size(), '0') + rest;
    const std::size_t end = fraction.find_last_not_of('0');
    if (end != std::string::npos) text += "." + fraction.substr(0, end + 1);
    return text;
}

}  // namespace parley
