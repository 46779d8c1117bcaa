// short_text.hpp: text put together on the stack, for the constant parts of what every answer holds. A piece whose length
// is known to the compiler costs a few moves and no call; the whole is then appended to its string at once.
#pragma once

#include <array>
#include <cassert>
#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstring>
#include <string_view>

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
        char* const begin = bytes_.data() + size_;
        const auto [end, fault] = std::to_chars(begin, bytes_.data() + bytes_max, number);
        assert(fault == std::errc());
        size_ += static_cast<std::size_t>(end - begin);
        return *this;
    }

    ShortText& operator<<(char) = delete;  // a letter or a number? Write " " for the one

    std::string_view view() const& { return {bytes_.data(), size_}; }
    std::string_view view() const&& = delete;

  private:
    std::array<char, bytes_max> bytes_;  // not initialised beyond size_
    std::size_t size_ = 0;
};

}  // namespace parley
