#include <charconv>
#include <clocale>
#include <cmath>
#include <cstdlib>

#include "json/document.hpp"
#include "json/escape.hpp"
#include "json/write.hpp"

namespace parley::json {
namespace {

// from_chars does not say whether a number was too large or too small; strtod does. Numbers with such exponents are
// rare enough for a copy.
double parse_extreme_number(std::string_view text) {
    static const locale_t c_locale = newlocale(LC_ALL_MASK, "C", nullptr);
    return strtod_l(std::string(text).c_str(), nullptr, c_locale);
}

}  // namespace

std::string Value::string() const {
    std::string text;
    append_unescaped(text, escaped());
    return text;
}

bool Value::equals_unescaped(std::string_view text) const {
    const bool is_prefix = unescape(escaped(), [&text](std::string_view piece) {
        if (!text.starts_with(piece)) return false;
        text.remove_prefix(piece.size());
        return true;
    });
    return is_prefix && text.empty();
}

std::optional<bool> Value::boolean() const {
    if (!is(Kind::boolean)) return std::nullopt;
    return raw() == "true";
}

// Counts are what is asked for most: up to eighteen digits fit without a look at each sum.
std::optional<std::int64_t> Value::integer() const {
    if (!is(Kind::number)) return std::nullopt;
    const std::string_view text = raw();
    if (text.size() <= 18 && text.front() != '-') {
        std::int64_t value = 0;
        for (const char digit : text) {
            if (digit < '0' || digit > '9') return std::nullopt;  // a fraction or an exponent
            value = 10 * value + (digit - '0');
        }
        return value;
    }
    const char* const end = text.data() + text.size();
    std::int64_t value = 0;
    const auto [stop, fault] = std::from_chars(text.data(), end, value);
    if (fault != std::errc() || stop != end) return std::nullopt;
    return value;
}

std::optional<double> Value::number() const {
    if (!is(Kind::number)) return std::nullopt;
    const std::string_view text = raw();
    double value = 0;
    const auto [stop, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault == std::errc::result_out_of_range) value = parse_extreme_number(text);
    if (!std::isfinite(value)) return std::nullopt;
    return value;
}

// A key's length is known before any of its bytes are looked at, so most keys cost one comparison of two numbers.
Value Value::find(std::string_view name) const {
    for (const Member member : members()) {
        const bool same = member.is_escaped() ? member.key.equals_unescaped(name) : same_bytes(member.name(), name);
        if (same) return member.value;
    }
    return {};
}

}  // namespace parley::json
