#include <algorithm>
#include <array>

#include "understanding/formats.hpp"
#include "understanding/letters.hpp"

namespace parley::understanding {
namespace {

constexpr std::array<std::string_view, 4> patterns = {"(xxx)xxx-xxxx", "xxx-xxx-xxxx", "xxx.xxx.xxxx", "+x(xxx)xxx-xxxx"};
constexpr std::string_view separators = "-. ";

struct Phone {
    bool has_country = false;  // the 1 in front
    std::string digits;        // ten
    std::size_t end = 0;
};

/// Area codes and exchanges begin with 2 to 9 (North American Numbering Plan).
bool is_code(std::string_view group) { return group.size() == 3 && group.front() >= '2'; }

std::optional<Phone> phone_at(std::string_view text, std::size_t at) {
    Scan scan(text, at);
    Phone phone;
    const bool plus = scan.take('+');
    Scan behind = scan;
    if (behind.take('1')) {
        behind.take_any(separators);
        phone.has_country = true;
        scan = behind;
    }
    if (plus && !phone.has_country) return std::nullopt;
    const bool bracket = scan.take('(');
    const std::string_view area = scan.take_group(3);
    if (!is_code(area) || (bracket && !scan.take(')'))) return std::nullopt;
    scan.take_any(separators);
    const std::string_view exchange = scan.take_group(3);
    if (!is_code(exchange)) return std::nullopt;
    scan.take_any(separators);
    const std::string_view line = scan.take_group(4);
    if (line.empty() || !scan.ends_here()) return std::nullopt;
    phone.digits = std::string(area) + std::string(exchange) + std::string(line);
    phone.end = scan.at();
    return phone;
}

/// Digits go where the pattern has an x; the first of five groups is the country's.
std::string print(const Phone& phone, std::string_view pattern) {
    const std::string digits = pattern.front() == '+' ? "1" + phone.digits : phone.digits;
    std::string written;
    std::size_t next = 0;
    for (const char place : pattern) written += place == 'x' ? digits[next++] : place;
    return written;
}

/// Where a number may begin: not within a word, a longer number, or an amount.
bool may_begin(std::string_view text, std::size_t at) {
    const char byte = text[at];
    if (byte != '+' && byte != '(' && !is_digit(byte)) return false;
    if (at == 0) return true;
    const char before = text[at - 1];
    return !is_word_byte(before) && std::string_view("+(.-/$#").find(before) == std::string_view::npos;
}

}  // namespace

bool is_phone_pattern(std::string_view pattern) { return std::find(patterns.begin(), patterns.end(), pattern) != patterns.end(); }

std::vector<Rewrite> rewrite_phones(std::string_view text, std::string_view pattern) {
    std::vector<Rewrite> rewrites;
    if (pattern.empty()) return rewrites;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!may_begin(text, at)) continue;
        const auto phone = phone_at(text, at);
        if (!phone) continue;
        const bool lacks_country = pattern.front() == '+' && !phone->has_country;
        std::string written = print(*phone, pattern);
        const bool changes = !lacks_country && text.substr(at, phone->end - at) != written;
        if (changes) rewrites.push_back({at, phone->end, std::move(written)});
        at = phone->end - 1;
    }
    return rewrites;
}

}  // namespace parley::understanding
