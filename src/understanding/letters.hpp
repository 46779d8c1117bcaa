// letters.hpp: the letters and digits that the rules of this room look at: ASCII, and nothing that a locale decides.
#pragma once

#include <string>
#include <string_view>

namespace parley::understanding {

constexpr bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }
constexpr bool is_letter(char byte) { return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z'); }
/// Part of a word: bytes beyond ASCII count, or "é" would end one.
constexpr bool is_word_byte(char byte) { return is_digit(byte) || is_letter(byte) || static_cast<unsigned char>(byte) >= 0x80; }
constexpr char small(char byte) { return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte; }

inline std::string small(std::string_view text) {
    std::string letters(text);
    for (char& letter : letters) letter = small(letter);
    return letters;
}

/// Whether a word may begin at `at`, or end before it.
constexpr bool is_edge(std::string_view text, std::size_t at) {
    return at == 0 || at >= text.size() || !is_word_byte(text[at - 1]) || !is_word_byte(text[at]);
}

/// Reads from the front of a text, step by step; a step that fails leaves the place where it was.
class Scan {
  public:
    Scan(std::string_view text, std::size_t at) : text_(text), at_(at) {}

    std::size_t at() const { return at_; }
    bool take(char byte) {
        if (at_ >= text_.size() || text_[at_] != byte) return false;
        ++at_;
        return true;
    }
    bool take_any(std::string_view bytes) {
        if (at_ >= text_.size() || bytes.find(text_[at_]) == std::string_view::npos) return false;
        ++at_;
        return true;
    }
    /// Digits, `least` to `most`; empty where there are fewer, or more follow.
    std::string_view take_digits(std::size_t least, std::size_t most) {
        std::size_t end = at_;
        while (end < text_.size() && is_digit(text_[end])) ++end;
        const std::size_t count = end - at_;
        if (count < least || count > most) return {};
        const std::string_view digits = text_.substr(at_, count);
        at_ = end;
        return digits;
    }
    /// Exactly so many, whatever follows.
    std::string_view take_group(std::size_t count) {
        if (at_ + count > text_.size()) return {};
        for (std::size_t place = at_; place < at_ + count; ++place) {
            if (!is_digit(text_[place])) return {};
        }
        at_ += count;
        return text_.substr(at_ - count, count);
    }
    std::string_view take_word() {
        std::size_t end = at_;
        while (end < text_.size() && is_letter(text_[end])) ++end;
        const std::string_view word = text_.substr(at_, end - at_);
        at_ = end;
        return word;
    }
    /// The bytes that belong to a part of an address.
    std::string_view take_of(std::string_view extra) {
        std::size_t end = at_;
        while (end < text_.size() && (is_letter(text_[end]) || is_digit(text_[end]) || extra.find(text_[end]) != std::string_view::npos))
            ++end;
        const std::string_view taken = text_.substr(at_, end - at_);
        at_ = end;
        return taken;
    }
    bool ends_here() const { return is_edge(text_, at_); }

  private:
    std::string_view text_;
    std::size_t at_;
};

}  // namespace parley::understanding
