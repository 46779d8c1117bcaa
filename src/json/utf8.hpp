// utf8.hpp: the two things JSON text asks of UTF-8 (RFC 3629): is it well-formed, and how is a code point written.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace parley::json {

/// The offset of the first byte that begins no well-formed sequence; nullopt if `text` is UTF-8. Overlong forms,
/// surrogates and code points past U+10FFFF are not well-formed (RFC 3629, 3 and 4).
std::optional<std::size_t> find_bad_utf8(std::string_view text);

/// One code point in UTF-8: one to four bytes, by value.
class Utf8Sequence {
  public:
    /// code_point  at most U+10FFFF, and no surrogate.
    explicit Utf8Sequence(std::uint32_t code_point);
    std::string_view view() const { return {bytes_.data(), size_}; }

  private:
    std::array<char, 4> bytes_{};
    std::uint8_t size_ = 0;
};

}  // namespace parley::json
