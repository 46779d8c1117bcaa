#include "base/calendar_date.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <ctime>

namespace parley {
namespace {

constexpr std::size_t date_characters = 10;

std::optional<int> parse_number(std::string_view digits) {
    int value = 0;
    const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (fault != std::errc() || end != digits.data() + digits.size() || digits.front() == '-') return std::nullopt;
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
    if (text.size() != date_characters || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = parse_number(text.substr(0, 4));
    const auto month = parse_number(text.substr(5, 2));
    const auto day = parse_number(text.substr(8, 2));
    if (!year || !month || !day || *year < 1970) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok()) return std::nullopt;
    return std::chrono::seconds(std::chrono::sys_days(date).time_since_epoch()).count();
}

std::optional<std::int64_t> parse_moment(std::string_view text) {
    const std::optional<std::int64_t> midnight = parse_date(text.substr(0, date_characters));
    if (!midnight || text.size() == date_characters) return midnight;
    const std::string_view time = text.substr(date_characters);  // T08:30Z or T08:30:00Z
    const bool has_seconds = time.size() == 10;
    if (time.size() != 7 && !has_seconds) return std::nullopt;
    if (time[0] != 'T' || time[3] != ':' || time.back() != 'Z' || (has_seconds && time[6] != ':')) return std::nullopt;
    const auto hour = parse_number(time.substr(1, 2));
    const auto minute = parse_number(time.substr(4, 2));
    const auto second = has_seconds ? parse_number(time.substr(7, 2)) : 0;
    if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
    return *midnight + 3600 * *hour + 60 * *minute + *second;
}

std::string print_moment(std::int64_t unix_seconds) { return print_utc(unix_seconds, "%Y-%m-%dT%H:%M:%SZ"); }

std::string print_date(std::int64_t unix_seconds) {
    const auto day = std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds(std::chrono::seconds(unix_seconds)));
    const std::chrono::year_month_day date(day);
    return padded(static_cast<unsigned>(static_cast<int>(date.year())), 4) + "-" + padded(static_cast<unsigned>(date.month()), 2) + "-" +
           padded(static_cast<unsigned>(date.day()), 2);
}

std::string print_minute(std::int64_t unix_seconds) { return print_utc(unix_seconds, "%Y-%m-%d %H:%M"); }

std::string print_http_date(std::int64_t unix_seconds) { return print_utc(unix_seconds, "%a, %d %b %Y %H:%M:%S GMT"); }

}  // namespace parley
