#include <algorithm>
#include <array>
#include <chrono>

#include "understanding/formats.hpp"
#include "understanding/letters.hpp"

namespace parley::understanding {
namespace {

constexpr std::array<std::string_view, 5> patterns = {"mm/dd/yyyy", "dd/mm/yyyy", "yyyy-mm-dd", "mm-dd-yyyy", "dd.mm.yyyy"};
constexpr std::array<std::string_view, 12> months = {"january", "february", "march",     "april",   "may",      "june",
                                                     "july",    "august",   "september", "october", "november", "december"};

/// Three digits at most for a day: "5th" has two letters behind it.
constexpr std::array<std::string_view, 4> ordinal_endings = {"st", "nd", "rd", "th"};

struct Date {
    int year = 0;
    int month = 0;
    int day = 0;

    bool exists() const {
        using namespace std::chrono;
        return this->year > 0 && year_month_day(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                                std::chrono::day(static_cast<unsigned>(day)))
                                     .ok();
    }
};

struct FoundDate {
    Date date;
    std::size_t end = 0;
};

int number(std::string_view digits) {
    int value = 0;
    for (const char digit : digits) value = value * 10 + (digit - '0');
    return value;
}

/// The number of a month's name, whole or as its first three letters; 0 for other words.
int month_named(std::string_view word) {
    const std::string name = small(word);
    for (std::size_t at = 0; at < months.size(); ++at) {
        if (name == months[at] || (name.size() == 3 && months[at].starts_with(name))) return static_cast<int>(at) + 1;
    }
    return 0;
}

int take_day(Scan& scan) {
    const std::string_view digits = scan.take_digits(1, 2);
    Scan behind = scan;
    const std::string ending = small(behind.take_word());
    if (std::find(ordinal_endings.begin(), ordinal_endings.end(), ending) != ordinal_endings.end()) scan = behind;
    return number(digits);
}

std::optional<FoundDate> checked(const Date& date, const Scan& scan) {
    if (!date.exists() || !scan.ends_here()) return std::nullopt;
    return FoundDate{date, scan.at()};
}

/// "March 5th, 2026"
std::optional<FoundDate> month_first(Scan scan) {
    Date date;
    date.month = month_named(scan.take_word());
    if (date.month == 0) return std::nullopt;
    scan.take('.');
    if (!scan.take(' ')) return std::nullopt;
    date.day = take_day(scan);
    scan.take(',');
    if (!scan.take(' ')) return std::nullopt;
    date.year = number(scan.take_digits(4, 4));
    return checked(date, scan);
}

/// "5 March 2026", "the 5th of March, 2026"
std::optional<FoundDate> day_first(Scan scan) {
    Date date;
    date.day = take_day(scan);
    if (!scan.take(' ')) return std::nullopt;
    std::string_view word = scan.take_word();
    if (word == "of" && scan.take(' ')) word = scan.take_word();
    date.month = month_named(word);
    if (date.month == 0) return std::nullopt;
    scan.take(',');
    if (!scan.take(' ')) return std::nullopt;
    date.year = number(scan.take_digits(4, 4));
    return checked(date, scan);
}

/// "2026-03-05"
std::optional<FoundDate> year_first(Scan scan) {
    Date date;
    const std::string_view year = scan.take_digits(4, 4);
    if (year.empty() || !scan.take('-')) return std::nullopt;
    const std::string_view month = scan.take_digits(1, 2);
    if (month.empty() || !scan.take('-')) return std::nullopt;
    date.year = number(year);
    date.month = number(month);
    date.day = number(scan.take_digits(1, 2));
    return checked(date, scan);
}

/// "3/25/2026", "25-3-2026", "05.03.2026". Nothing where day and month could be exchanged; between points the day comes first.
std::optional<FoundDate> numbers(Scan scan) {
    const std::string_view first = scan.take_digits(1, 2);
    if (first.empty()) return std::nullopt;
    Scan behind = scan;
    const char separator = behind.take('/') ? '/' : behind.take('-') ? '-' : behind.take('.') ? '.' : 0;
    if (separator == 0) return std::nullopt;
    const std::string_view second = behind.take_digits(1, 2);
    if (second.empty() || !behind.take(separator)) return std::nullopt;
    const int a = number(first);
    const int b = number(second);
    const bool day_leads = separator == '.' || a > 12;
    if (!day_leads && b <= 12 && a != b) return std::nullopt;
    Date date{number(behind.take_digits(4, 4)), day_leads ? b : a, day_leads ? a : b};
    return checked(date, behind);
}

std::optional<FoundDate> date_at(std::string_view text, std::size_t at) {
    const Scan scan(text, at);
    if (is_letter(text[at])) return month_first(scan);
    for (const auto read : {year_first, numbers, day_first}) {
        if (auto found = read(scan)) return found;
    }
    return std::nullopt;
}

std::string padded(int value, std::size_t width) {
    std::string digits = std::to_string(value);
    return std::string(width - std::min(width, digits.size()), '0') + digits;
}

std::string print(const Date& date, std::string_view pattern) {
    std::string written;
    for (std::size_t at = 0; at < pattern.size();) {
        const char letter = pattern[at];
        if (letter == 'y') {
            written += padded(date.year, 4);
            at += 4;
        } else if (letter == 'm' || letter == 'd') {
            written += padded(letter == 'm' ? date.month : date.day, 2);
            at += 2;
        } else {
            written += letter;
            ++at;
        }
    }
    return written;
}

}  // namespace

bool is_date_pattern(std::string_view pattern) { return std::find(patterns.begin(), patterns.end(), pattern) != patterns.end(); }

std::vector<Rewrite> rewrite_dates(std::string_view text, const std::vector<std::string>& wanted) {
    std::vector<Rewrite> rewrites;
    if (wanted.empty()) return rewrites;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!is_edge(text, at) || !(is_letter(text[at]) || is_digit(text[at]))) continue;
        // "1.25.12.2026" is no date, and neither is what follows a slash.
        if (at > 0 && is_digit(text[at]) && std::string_view("./-").find(text[at - 1]) != std::string_view::npos) continue;
        const auto found = date_at(text, at);
        if (!found) continue;
        const std::string_view said = text.substr(at, found->end - at);
        const bool fits =
            std::any_of(wanted.begin(), wanted.end(), [&](const std::string& pattern) { return print(found->date, pattern) == said; });
        if (!fits) rewrites.push_back({at, found->end, print(found->date, wanted.front())});
        at = found->end - 1;
    }
    return rewrites;
}

}  // namespace parley::understanding
