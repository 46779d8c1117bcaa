// short_text.hpp: text put together on the stack, for the constant parts of what every answer holds. A piece whose length
// is known to the compiler costs a few moves and no call; the whole is then appended to its string at once.
#pragma once

#include <array>
#include <cassert>
#include <concepts>
#include <cstddef>
#include <cstring>
#include <string_view>

#include "base/decimal_digits.hpp"

namespace parley {

/// At most `bytes_max` bytes. What is added must fit: the caller adds constants, numbers, and texts of a known greatest
/// length, so that the sum is known when the program is written.
template <std::size_t bytes_max>
class ShortText {
  public:
    ShortText() = default;
    ShortText(const ShortText&) = delete;
    ShortText& operator=(const ShortText&) = delete;

    [[gnu::always_inline]] ShortText& operator<<(std::string_view text) {
        assert(text.size() <= bytes_max - size_);
        std::memcpy(bytes_.data() + size_, text.data(), text.size());
        size_ += text.size();
        return *this;
    }
    /// In decimal digits.
    ShortText& operator<<(std::integral auto number) {
        if (bytes_max - size_ < decimal_bytes_max) return add_at_end(number);
        size_ = static_cast<std::size_t>(write_decimal(bytes_.data() + size_, number) - bytes_.data());
        return *this;
    }

    ShortText& operator<<(char) = delete;  // a letter or a number? Write " " for the one

    std::string_view view() const& { return {bytes_.data(), size_}; }
    std::string_view view() const&& = delete;

  private:
    /// Where there is no room for the longest number, but for this one.
    ShortText& add_at_end(std::integral auto number) {
        std::array<char, decimal_bytes_max> digits;
        const char* const end = write_decimal(digits.data(), number);
        return *this << std::string_view(digits.data(), end);
    }

    std::array<char, bytes_max> bytes_;  // not initialised beyond size_
    std::size_t size_ = 0;
};

}  // namespace parley
