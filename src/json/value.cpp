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

Kind Value::kind() const {
    if (!*this) return Kind::null;
    switch (document_->text()[node().begin]) {
        case '"':
            return Kind::string;
        case '{':
            return Kind::object;
        case '[':
            return Kind::array;
        case 't':
        case 'f':
            return Kind::boolean;
        case 'n':
            return Kind::null;
        default:
            return Kind::number;
    }
}

std::string_view Value::raw() const {
    if (!*this) return {};
    return document_->text().substr(node().begin, node().end - node().begin);
}

std::size_t Value::begin() const {
    return *this ? node().begin : 0;
}

std::size_t Value::end() const {
    return *this ? node().end : 0;
}

std::string_view Value::escaped() const {
    if (!is(Kind::string)) return {};
    const std::string_view quoted = raw();
    return quoted.substr(1, quoted.size() - 2);
}

bool Value::has_escapes() const {
    return is(Kind::string) && node().size > 0;
}

std::string Value::string() const {
    std::string text;
    append_unescaped(text, escaped());
    return text;
}

bool Value::equals(std::string_view text) const {
    if (!is(Kind::string)) return false;
    if (!has_escapes()) return escaped() == text;
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

std::optional<std::int64_t> Value::integer() const {
    if (!is(Kind::number)) return std::nullopt;
    const std::string_view text = raw();
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

std::size_t Value::size() const {
    return is(Kind::array) || is(Kind::object) ? node().size : 0;
}

Value Value::find(std::string_view name) const {
    for (const Member member : members()) {
        if (member.key.equals(name)) return member.value;
    }
    return {};
}

Value::Elements Value::elements() const {
    if (!is(Kind::array)) return {Value(), Value()};
    return {Value(*document_, index_ + 1), Value(*document_, node().next)};
}

Value::Members Value::members() const {
    if (!is(Kind::object)) return {Value(), Value()};
    return {Value(*document_, index_ + 1), Value(*document_, node().next)};
}

}  // namespace parley::json
