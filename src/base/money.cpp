#include "base/money.hpp"

#include <array>

#include "base/decimal_digits.hpp"

namespace parley {
namespace {

constexpr std::uint64_t nanodollars_per_dollar = 1'000'000'000;

std::string print_size(Money money) {
    const auto bits = static_cast<std::uint64_t>(money.nanodollars);
    const std::uint64_t size = money.nanodollars < 0 ? 0 - bits : bits;
    std::array<char, decimal_bytes_max + 1> text;
    char* end = write_decimal(text.data(), size / nanodollars_per_dollar);
    std::uint64_t fraction = size % nanodollars_per_dollar;
    if (fraction > 0) *end++ = '.';
    for (std::uint64_t place = nanodollars_per_dollar / 10; fraction > 0; place /= 10) {
        *end++ = static_cast<char>('0' + fraction / place);
        fraction %= place;
    }
    return std::string(text.data(), end);
}

std::string_view sign_of(Money money) { return money.nanodollars < 0 ? "-" : ""; }

}  // namespace

std::string print_dollars(Money money) { return std::string(sign_of(money)) + "$" + print_size(money); }

std::string print_dollar_number(Money money) { return std::string(sign_of(money)) + print_size(money); }

}  // namespace parley
