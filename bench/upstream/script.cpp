#include "upstream/script.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace bench::upstream {
namespace {

constexpr wire::Nanoseconds burst_interval = 5 * wire::millisecond;

struct Numbers {
    unsigned first;
    unsigned second;
};

/// "A-B" after the prefix, both at least 1.
std::optional<Numbers> numbers_after(std::string_view prefix, std::string_view model) {
    if (!model.starts_with(prefix)) return std::nullopt;
    const char* end = model.data() + model.size();
    Numbers numbers{};
    const auto first = std::from_chars(model.data() + prefix.size(), end, numbers.first);
    if (first.ec != std::errc{} || first.ptr == end || *first.ptr != '-') return std::nullopt;
    const auto second = std::from_chars(first.ptr + 1, end, numbers.second);
    if (second.ec != std::errc{} || second.ptr != end) return std::nullopt;
    if (numbers.first == 0 || numbers.second == 0) return std::nullopt;
    return numbers;
}

/// The text after `"key":`, blanks skipped; empty when the key is not there.
std::string_view value_of(std::string_view quoted_key, std::string_view body) {
    const std::size_t key = body.find(quoted_key);
    if (key == std::string_view::npos) return {};
    const std::size_t value = body.find_first_not_of(": \t\r\n", key + quoted_key.size());
    return value == std::string_view::npos ? std::string_view{} : body.substr(value);
}

}  // namespace

Script script_for(std::string_view model) {
    if (const auto paced = numbers_after("paced-", model)) {
        return {.interval = paced->first * wire::millisecond, .steps = paced->second, .events_per_step = 1};
    }
    if (const auto burst = numbers_after("burst-", model)) {
        const unsigned events = std::min(burst->first, events_per_step_max);
        return {.interval = burst_interval, .steps = burst->second, .events_per_step = events};
    }
    if (model == "idle") return {.idle = true};
    return {};
}

bool wants_stream(std::string_view body) { return value_of("\"stream\"", body).starts_with("true"); }

std::string_view model_in(std::string_view body) {
    const std::string_view value = value_of("\"model\"", body);
    if (!value.starts_with('"')) return {};
    const std::size_t end = value.find('"', 1);
    return end == std::string_view::npos ? std::string_view{} : value.substr(1, end - 1);
}

}  // namespace bench::upstream
