#include "simulate/option_values.hpp"

#include <charconv>

namespace parley::simulate {

std::optional<std::uint64_t> parse_count(std::string_view text, std::uint64_t max) {
    std::uint64_t value = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || stop != end || value > max) return std::nullopt;
    return value;
}

std::optional<std::int32_t> parse_difference(std::string_view text, std::uint32_t max) {
    if (text.empty() || (text[0] != '+' && text[0] != '-')) return std::nullopt;
    const auto magnitude = parse_count(text.substr(1), max);
    if (!magnitude || *magnitude == 0) return std::nullopt;
    const auto value = static_cast<std::int32_t>(*magnitude);
    return text[0] == '-' ? -value : value;
}

std::optional<double> parse_decimal(std::string_view text, double max) {
    if (text.empty() || text.find_first_not_of("0123456789.") != std::string_view::npos) return std::nullopt;
    double value = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value, std::chars_format::fixed);
    if (error != std::errc() || stop != end || value > max) return std::nullopt;
    return value;
}

std::optional<Duration> parse_duration(std::string_view text) {
    using std::chrono::milliseconds;
    constexpr auto most = static_cast<std::uint64_t>(std::chrono::duration_cast<milliseconds>(duration_max).count());
    if (text.ends_with("ms")) {
        const auto count = parse_count(text.substr(0, text.size() - 2), most);
        if (count) return milliseconds(*count);
    } else if (text.ends_with("s")) {
        const auto count = parse_count(text.substr(0, text.size() - 1), most / 1000);
        if (count) return std::chrono::seconds(*count);
    }
    return std::nullopt;
}

}  // namespace parley::simulate
