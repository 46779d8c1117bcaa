#include "postprocess/continuation/folded_text.hpp"

#include <algorithm>

namespace parley::postprocess::continuation {
namespace {

struct Decoded {
    char32_t character;
    std::uint32_t bytes;
};

/// The character that `text` begins with (RFC 3629, 3). It is well-formed: somebody has checked it.
Decoded decode(std::string_view text) {
    const auto byte = [&](std::size_t index) { return static_cast<char32_t>(static_cast<unsigned char>(text[index])); };
    const char32_t first = byte(0);
    const std::uint32_t bytes = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (bytes == 1 || bytes > text.size()) return {first, 1};
    char32_t character = first & (0x7fu >> bytes);
    for (std::uint32_t index = 1; index < bytes; ++index) character = character << 6 | (byte(index) & 0x3f);
    return {character, bytes};
}

bool is_between(char32_t character, char32_t least, char32_t most) { return character >= least && character <= most; }

/// Capitals of the Latin, Greek and Cyrillic alphabets, as far as their small letters stand at one distance (Unicode 15, the charts of
/// the blocks Basic Latin, Latin-1 Supplement, Greek and Cyrillic). Others stay: then a change of case is no repetition.
char32_t small_letter(char32_t character) {
    if (is_between(character, 'A', 'Z')) return character + 32;
    if (is_between(character, 0xc0, 0xde) && character != 0xd7) return character + 32;
    if (is_between(character, 0x391, 0x3a9)) return character + 32;
    if (is_between(character, 0x410, 0x42f)) return character + 32;
    if (is_between(character, 0x400, 0x40f)) return character + 80;
    return character;
}

/// Typographers' quotes and dashes are those of a keyboard: a model that says a thing again may set it anew.
char32_t fold(char32_t character) {
    switch (character) {
        case 0x2018:
        case 0x2019: return '\'';
        case 0x201c:
        case 0x201d: return '"';
        case 0x2013:
        case 0x2014: return '-';
        default: return small_letter(character);
    }
}

bool is_mark(char32_t character) {
    return is_between(character, '!', '/') || is_between(character, ':', '@') || is_between(character, '[', '`') ||
           is_between(character, '{', '~') || is_between(character, 0x2010, 0x2027);
}

/// Chinese, Japanese and their like, from the radicals on: words stand side by side.
bool has_no_spaces(char32_t character) { return is_between(character, 0x2e80, 0xabff) || is_between(character, 0x20000, 0x3ffff); }

}  // namespace

bool is_white_space(char32_t character) {
    return character == ' ' || is_between(character, '\t', '\r') || character == 0xa0 || is_between(character, 0x2000, 0x200b) ||
           character == 0x202f || character == 0x3000;
}

bool ends_clause(char32_t folded) {
    switch (folded) {
        case '.':
        case ',':
        case ';':
        case ':':
        case '!':
        case '?':
        case '-':
        case 0x2026:  // …
        case 0x3001:  // 、
        case 0x3002:  // 。
        case 0xff01:  // ！
        case 0xff0c:  // ，
        case 0xff1a:  // ：
        case 0xff1b:  // ；
        case 0xff1f:  // ？
        case 0x60c:   // ،
        case 0x61f:   // ؟
            return true;
        default: return false;
    }
}

void FoldedText::append(std::string_view text) {
    while (!text.empty()) {
        const Decoded decoded = decode(text);
        text.remove_prefix(decoded.bytes);
        const std::uint32_t begin = bytes_;
        bytes_ += decoded.bytes;
        if (is_white_space(decoded.character)) {
            space_before_next_ = true;
            line_before_next_ = line_before_next_ || decoded.character == '\n';
            continue;
        }
        const char32_t folded = fold(decoded.character);
        const bool begins_word = space_before_next_ || is_mark(characters_.back().folded) || has_no_spaces(folded);
        characters_.push_back({folded, begins_word, space_before_next_, line_before_next_, begin, bytes_});
        space_before_next_ = line_before_next_ = false;
    }
}

std::size_t FoldedText::characters_before(std::size_t byte) const {
    const auto found = std::lower_bound(characters_.begin(), characters_.end(), byte,
                                        [](const FoldedCharacter& character, std::size_t at) { return character.begin < at; });
    return static_cast<std::size_t>(found - characters_.begin());
}

}  // namespace parley::postprocess::continuation
