#include "journal/segment_name.hpp"

#include <charconv>

namespace parley::journal {
namespace {

constexpr std::string_view prefix = "journal-";
constexpr std::string_view segment_suffix = ".segment";
constexpr std::string_view quarantine_suffix = ".quarantine";
constexpr std::string_view spare_suffix = ".spare";

std::string name_with(const SegmentId& id, std::string_view suffix) {
    std::string name(prefix);
    name += std::to_string(id.epoch) + "-" + std::to_string(id.thread) + "-" + std::to_string(id.sequence);
    name += suffix;
    return name;
}

// Cuts a number off the front of the text.
template <class Number>
bool take_number(std::string_view& text, Number& number) {
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
    if (parsed.ec != std::errc{}) return false;
    text.remove_prefix(static_cast<std::size_t>(parsed.ptr - text.data()));
    return true;
}

bool take_dash(std::string_view& text) {
    if (!text.starts_with('-')) return false;
    text.remove_prefix(1);
    return true;
}

std::optional<SegmentId> parse_with(std::string_view name, std::string_view suffix) {
    if (!name.starts_with(prefix)) return std::nullopt;
    std::string_view rest = name.substr(prefix.size());
    SegmentId id;
    const bool numbers =
        take_number(rest, id.epoch) && take_dash(rest) && take_number(rest, id.thread) && take_dash(rest) && take_number(rest, id.sequence);
    // Written back, leading zeros and the like are found out: one segment has one name.
    if (!numbers || rest != suffix || name_with(id, suffix) != name) return std::nullopt;
    return id;
}

}  // namespace

std::string segment_name(const SegmentId& id) { return name_with(id, segment_suffix); }
std::string quarantine_name(const SegmentId& id) { return name_with(id, quarantine_suffix); }
std::string spare_name(const SegmentId& id) { return name_with(id, spare_suffix); }

std::optional<SegmentId> parse_segment_name(std::string_view name) { return parse_with(name, segment_suffix); }
std::optional<SegmentId> parse_quarantine_name(std::string_view name) { return parse_with(name, quarantine_suffix); }
std::optional<SegmentId> parse_spare_name(std::string_view name) { return parse_with(name, spare_suffix); }

}  // namespace parley::journal
