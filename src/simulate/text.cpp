#include "simulate/text.hpp"

#include <algorithm>
#include <array>

#include "base/random.hpp"

namespace parley::simulate {

namespace {

constexpr std::string_view vocabulary[] = {
    "the",    "caller",   "asked", "about",   "her",   "order", "and",    "we",    "found",   "it",      "in",       "a",      "moment",
    "please", "hold",     "on",    "while",   "I",     "look",  "up",     "your",  "account", "number",  "thanks",   "for",    "waiting",
    "today",  "tomorrow", "open",  "hours",   "from",  "nine",  "to",     "five",  "naïve",   "café",    "Zürich",   "señor",  "łódź",
    "привет", "東京",     "안녕",  "مرحبا",   "🙂",  "yes",   "no",     "maybe", "certain", "invoice", "delivery", "street", "address",
    "phone",  "line",     "quiet", "evening", "voice", "clear", "slowly", "again", "repeat",  "that",    "number:",  "done.",
};

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }
bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

/// Bytes of the valid UTF-8 character at the beginning of `text`; 0 when there is none. RFC 3629, section 4.
std::size_t character_bytes(std::string_view text) {
    const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
    const auto within = [&](std::size_t i, unsigned low, unsigned high) { return byte(i) >= low && byte(i) <= high; };
    const unsigned first = byte(0);
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first <= 0xDF) return within(1, 0x80, 0xBF) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) {
        const unsigned low = first == 0xE0 ? 0xA0 : 0x80;   // overlong forms
        const unsigned high = first == 0xED ? 0x9F : 0xBF;  // surrogates
        return within(1, low, high) && within(2, 0x80, 0xBF) ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        const unsigned low = first == 0xF0 ? 0x90 : 0x80;   // overlong forms
        const unsigned high = first == 0xF4 ? 0x8F : 0xBF;  // past U+10FFFF
        return within(1, low, high) && within(2, 0x80, 0xBF) && within(3, 0x80, 0xBF) ? 4 : 0;
    }
    return 0;
}

}  // namespace

std::string seeded_words(std::size_t count, std::uint64_t seed) {
    Random random(seed);
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        if (i > 0) text += ' ';
        text += vocabulary[random.below(std::size(vocabulary))];
    }
    return text;
}

std::size_t piece_end(std::string_view text, std::size_t begin, std::size_t piece_bytes) {
    std::size_t end = begin;
    if (piece_bytes == 0) {
        while (end < text.size() && is_space(text[end])) ++end;
        while (end < text.size() && !is_space(text[end])) ++end;
    } else {
        end = std::min(begin + piece_bytes, text.size());
    }
    while (end < text.size() && continues_character(text[end])) ++end;
    return end;
}

std::string_view beginning(std::string_view text, std::size_t bytes_max) {
    if (text.size() <= bytes_max) return text;
    while (bytes_max > 0 && continues_character(text[bytes_max])) --bytes_max;
    return text.substr(0, bytes_max);
}

std::string valid_utf8(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const std::size_t bytes = character_bytes(text);
        if (bytes == 0)
            out += "\xEF\xBF\xBD";
        else
            out += text.substr(0, bytes);
        text.remove_prefix(std::max<std::size_t>(bytes, 1));
    }
    return out;
}

}  // namespace parley::simulate
