#include "base/money.hpp"

namespace parley {
namespace {

constexpr std::uint64_t nanodollars_per_dollar = 1'000'000'000;
constexpr std::size_t decimals = 9;

std::string print_size(Money money) {
    const auto bits = static_cast<std::uint64_t>(money.nanodollars);
    const std::uint64_t size = money.nanodollars < 0 ? 0 - bits : bits;
    std::string text = std::to_string(size / nanodollars_per_dollar);
    const std::string fraction = std::to_string(size % nanodollars_per_dollar);
    text.append(".").append(decimals - fraction.size(), '0').append(fraction);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text;
}

std::string_view sign_of(Money money) { return money.nanodollars < 0 ? "-" : ""; }

}  // namespace

std::string print_dollars(Money money) { return std::string(sign_of(money)) + "$" + print_size(money); }

std::string print_dollar_number(Money money) { return std::string(sign_of(money)) + print_size(money); }

}  // namespace parley
