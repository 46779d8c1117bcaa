#include "base/calendar_date.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <ctime>

namespace parley {
namespace {

std::optional<int> parse_number(std::string_view digits) {
    int value = 0;
    const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (fault != std::errc() || end != digits.data() + digits.size() || value < 0) return std::nullopt;
    return value;
}

/// With zeros in front.
std::string padded(unsigned value, std::size_t digits) {
    const std::string text = std::to_string(value);
    return std::string(digits - std::min(digits, text.size()), '0') + text;
}

std::string print_utc(std::int64_t unix_seconds, const char* format) {
    const std::time_t second = unix_seconds;
    std::tm parts{};
    gmtime_r(&second, &parts);
    char text[40];
    return std::string(text, std::strftime(text, sizeof text, format, &parts));
}

}  // namespace

std::optional<std::int64_t> parse_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = parse_number(text.substr(0, 4));
    const auto month = parse_number(text.substr(5, 2));
    const auto day = parse_number(text.substr(8, 2));
    if (!year || !month || !day || *year < 1970) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok()) return std::nullopt;
    return std::chrono::seconds(std::chrono::sys_days(date).time_since_epoch()).count();
}

std::string print_date(std::int64_t unix_seconds) {
    const auto day = std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds(std::chrono::seconds(unix_seconds)));
    const std::chrono::year_month_day date(day);
    return padded(static_cast<unsigned>(static_cast<int>(date.year())), 4) + "-" +
           padded(static_cast<unsigned>(date.month()), 2) + "-" + padded(static_cast<unsigned>(date.day()), 2);
}

std::string print_minute(std::int64_t unix_seconds) { return print_utc(unix_seconds, "%Y-%m-%d %H:%M"); }

std::string print_http_date(std::int64_t unix_seconds) { return print_utc(unix_seconds, "%a, %d %b %Y %H:%M:%S GMT"); }

}  // namespace parley
