#include "postprocess/json_repair/valid_json.hpp"

#include <emmintrin.h>

#include <array>
#include <bit>
#include <bitset>
#include <cstddef>

#include "postprocess/json_repair/characters.hpp"
#include "postprocess/json_repair/mender.hpp"

namespace parley::postprocess::json_repair {
namespace {

constexpr std::size_t block = 16;

/// The place of the first byte in [at, end) that is not plain text of a string: a quote, a backslash, a control character, or
/// a byte above 0x7f. Nothing outside is read.
const char* skip_plain(const char* at, const char* end) {
    while (end - at >= static_cast<std::ptrdiff_t>(block)) {
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
        const __m128i quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
        const __m128i backslash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
        const __m128i below_space = _mm_cmplt_epi8(bytes, _mm_set1_epi8(' '));  // signed: bytes above 0x7f, too
        const int found = _mm_movemask_epi8(_mm_or_si128(_mm_or_si128(quote, backslash), below_space));
        if (found != 0) return at + std::countr_zero(static_cast<unsigned>(found));
        at += block;
    }
    while (at < end && static_cast<signed char>(*at) >= ' ' && *at != '"' && *at != '\\') ++at;
    return at;
}

class Check {
  public:
    explicit Check(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {}

    bool run() {
        for (;;) {
            skip_blanks();
            if (!value()) return false;
            if (opened_) continue;  // its first element, or the value of its first member
            if (!after_value()) return false;
            if (depth_ == 0) break;
        }
        skip_blanks();
        return at_ == end_;
    }

  private:
    bool ended() const { return at_ == end_; }
    bool take(char c) {
        if (ended() || *at_ != c) return false;
        ++at_;
        return true;
    }
    void skip_blanks() {
        while (!ended() && is_blank(*at_)) ++at_;
    }

    /// A scalar, an empty structure, or the beginning of one.
    bool value() {
        opened_ = false;
        if (ended()) return false;
        switch (*at_) {
            case '"': return string();
            case '{': return open(true);
            case '[': return open(false);
            case 't': return word("true");
            case 'f': return word("false");
            case 'n': return word("null");
            default: return number();
        }
    }

    bool open(bool object) {
        if (depth_ == depth_max) return false;
        ++at_;
        skip_blanks();
        if (take(object ? '}' : ']')) return true;
        objects_[depth_++] = object;
        opened_ = true;
        return !object || key();
    }

    bool key() {
        if (ended() || *at_ != '"' || !string()) return false;
        skip_blanks();
        return take(':');
    }

    /// Commas and closing brackets up to the next value, or to the end of the outermost one.
    bool after_value() {
        while (depth_ > 0) {
            skip_blanks();
            if (ended()) return false;
            const bool object = objects_[depth_ - 1];
            const char c = *at_++;
            if (c == ',') {
                skip_blanks();
                return !object || key();
            }
            if (c != (object ? '}' : ']')) return false;
            --depth_;
        }
        return true;
    }

    bool word(std::string_view name) {
        if (static_cast<std::size_t>(end_ - at_) < name.size() || std::string_view(at_, name.size()) != name) return false;
        at_ += name.size();
        return true;
    }

    bool digits() {
        const char* const begin = at_;
        while (!ended() && is_digit(*at_)) ++at_;
        return at_ > begin;
    }

    bool number() {
        take('-');
        if (!take('0') && !digits()) return false;
        if (take('.') && !digits()) return false;
        if (!take('e') && !take('E')) return true;
        if (!take('-')) take('+');
        return digits();
    }

    bool string() {
        ++at_;
        for (;;) {
            at_ = skip_plain(at_, end_);
            if (ended()) return false;
            if (*at_ == '"') {
                ++at_;
                return true;
            }
            if (*at_ == '\\') {
                if (!escape()) return false;
            } else {
                const std::size_t bytes = utf8_bytes(std::string_view(at_, static_cast<std::size_t>(end_ - at_)));
                if (bytes < 2) return false;  // a control character is a sequence of one byte
                at_ += bytes;
            }
        }
    }

    bool escape() {
        if (end_ - at_ < 2) return false;
        const char letter = at_[1];
        at_ += 2;
        if (letter != 'u') return std::string_view("\"\\/bfnrt").find(letter) != std::string_view::npos;
        for (int i = 0; i < 4; ++i) {
            if (ended() || !is_hex(*at_++)) return false;
        }
        return true;
    }

    const char* at_;
    const char* const end_;
    std::bitset<depth_max> objects_;  // of each open structure: is it an object?
    std::size_t depth_ = 0;
    bool opened_ = false;
};

}  // namespace

bool is_json(std::string_view text) { return Check(text).run(); }

}  // namespace parley::postprocess::json_repair
