#include "providers/text_template.hpp"

#include <utility>

#include "json/escape.hpp"
#include "json/scan.hpp"
#include "json/utf8.hpp"

namespace parley::providers {
namespace {

/// Whether `text` is the whole inside of a JSON string: no bare quote or control character, valid escapes, no half of a
/// surrogate pair (which may have to wait for its other half), valid UTF-8.
bool is_string_inside(std::string_view text) {
    const char* const end = text.data() + text.size();
    json::Special special = json::find_special(text.data(), end);
    while (special.at != end) {
        if (*special.at != '\\') return false;
        const json::Escape escape = json::read_escape({special.at, static_cast<std::size_t>(end - special.at)});
        if (escape.bytes == 0 || escape.lone_surrogate) return false;
        special = json::find_special(special.at + escape.bytes, end).or_non_ascii(special.non_ascii);
    }
    return !special.non_ascii || !json::find_bad_utf8(text);
}

}  // namespace

std::optional<std::string_view> TextTemplate::match(std::string_view data) const {
    const std::string_view prefix = std::string_view(bytes_).substr(0, prefix_bytes_);
    const std::string_view suffix = std::string_view(bytes_).substr(prefix_bytes_);
    if (data.size() <= bytes_.size() || !learned()) return std::nullopt;
    if (!data.starts_with(prefix) || !data.ends_with(suffix)) return std::nullopt;
    const std::string_view text = data.substr(prefix.size(), data.size() - bytes_.size());
    if (!is_string_inside(text)) return std::nullopt;
    return text;
}

bool TextTemplate::learn(json::Value root, json::Value text) {
    if (root.raw().size() - text.escaped().size() > template_bytes_max) return false;
    const std::size_t before = text.begin() + 1 - root.begin();  // the opening quote belongs to the prefix
    const std::size_t after = text.end() - 1 - root.begin();
    std::string bytes;
    bytes.reserve(root.raw().size() - (after - before));  // no spare room: it is kept for long
    bytes += root.raw().substr(0, before);
    bytes += root.raw().substr(after);
    bytes_ = std::move(bytes);
    prefix_bytes_ = static_cast<std::uint32_t>(before);
    return true;
}

}  // namespace parley::providers
