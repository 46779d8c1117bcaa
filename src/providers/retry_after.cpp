#include "providers/retry_after.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

namespace parley::providers {
namespace {

using std::chrono::milliseconds;

milliseconds clamp(double wait_ms) {
    return milliseconds(static_cast<std::int64_t>(std::clamp(wait_ms, 0.0, double(retry_after_max.count()))));
}

/// A plain decimal number, all of the text: no "inf", no "nan", no exponent.
std::optional<double> read_number(std::string_view text) {
    if (text.find_first_not_of("0123456789.-") != std::string_view::npos) return std::nullopt;
    double value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (end != text.data() + text.size()) return std::nullopt;
    if (fault == std::errc::result_out_of_range) return double(retry_after_max.count());
    if (fault != std::errc()) return std::nullopt;
    return value;
}

std::optional<int> read_digits(std::string_view text) {
    int value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
    return value;
}

std::optional<unsigned> read_month(std::string_view name) {
    static constexpr std::string_view names = "JanFebMarAprMayJunJulAugSepOctNovDec";
    const std::size_t at = names.find(name);
    if (name.size() != 3 || at == std::string_view::npos || at % 3 != 0) return std::nullopt;
    return static_cast<unsigned>(at / 3 + 1);
}

/// "Sun, 06 Nov 1994 08:49:37 GMT". The name of the day is not checked against the date.
std::optional<std::chrono::sys_seconds> read_date(std::string_view text) {
    constexpr std::string_view pattern = "Sun, 06 Nov 1994 08:49:37 GMT";
    if (text.size() != pattern.size()) return std::nullopt;
    if (text.substr(3, 2) != ", " || text.substr(25) != " GMT" || text[19] != ':' || text[22] != ':') {
        return std::nullopt;
    }
    const auto day = read_digits(text.substr(5, 2));
    const auto month = read_month(text.substr(8, 3));
    const auto year = read_digits(text.substr(12, 4));
    const auto hour = read_digits(text.substr(17, 2));
    const auto minute = read_digits(text.substr(20, 2));
    const auto second = read_digits(text.substr(23, 2));
    if (!day || !month || !year || !hour || !minute || !second) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(*month),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
    return std::chrono::sys_days(date) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) + std::chrono::seconds(*second);
}

}  // namespace

std::optional<milliseconds> read_retry_after(const RetryAfterFields& fields) {
    if (!fields.milliseconds.empty()) {
        if (const auto wait_ms = read_number(fields.milliseconds)) return clamp(*wait_ms);
    }
    if (fields.seconds.empty()) return std::nullopt;
    if (const auto wait_s = read_number(fields.seconds)) return clamp(*wait_s * 1000);

    const auto until = read_date(fields.seconds);
    const auto now = read_date(fields.date);
    if (!until || !now) return std::nullopt;
    return clamp(double(std::chrono::duration_cast<milliseconds>(*until - *now).count()));
}

}  // namespace parley::providers
