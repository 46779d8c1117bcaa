#include "openai/surrogate_joiner.hpp"

#include <utility>

#include "json/escape.hpp"

namespace parley::openai {
namespace {

constexpr std::string_view replacement = "\xef\xbf\xbd";  // U+FFFD in UTF-8

bool is_high_surrogate(std::uint32_t code_point) { return code_point >= 0xd800 && code_point <= 0xdbff; }

std::string spell(std::uint16_t code_unit) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text = "\\u";
    for (int shift = 12; shift >= 0; shift -= 4) text += digits[(code_unit >> shift) & 0xf];
    return text;
}

struct LoneHalf {
    std::size_t offset = std::string_view::npos;
    json::Escape escape;
};

LoneHalf find_lone_half(std::string_view escaped, std::size_t from) {
    for (std::size_t at = escaped.find('\\', from); at != std::string_view::npos; at = escaped.find('\\', at)) {
        const json::Escape escape = json::read_escape(escaped.substr(at));
        if (escape.lone_surrogate) return {at, escape};
        at += escape.bytes;
    }
    return {};
}

}  // namespace

std::string_view SurrogateJoiner::join(std::string_view escaped, std::string& scratch) {
    if (escaped.empty()) return escaped;
    std::string with_held;
    if (held_ != 0) {
        with_held = spell(std::exchange(held_, 0));
        with_held += escaped;
        escaped = with_held;
    }
    LoneHalf half = find_lone_half(escaped, 0);
    if (half.offset == std::string_view::npos && with_held.empty()) return escaped;

    std::string mended;
    std::size_t copied = 0;
    while (half.offset != std::string_view::npos) {
        const std::size_t past = half.offset + half.escape.bytes;
        mended += escaped.substr(copied, half.offset - copied);
        copied = past;
        if (past == escaped.size() && is_high_surrogate(half.escape.code_point)) {
            held_ = static_cast<std::uint16_t>(half.escape.code_point);
        } else {
            mended += replacement;
        }
        half = find_lone_half(escaped, past);
    }
    mended += escaped.substr(copied);
    scratch = std::move(mended);
    return scratch;
}

std::string_view SurrogateJoiner::flush() { return std::exchange(held_, 0) == 0 ? std::string_view() : replacement; }

}  // namespace parley::openai
