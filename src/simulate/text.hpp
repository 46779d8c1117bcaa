// text.hpp: made-up text and how it is cut into pieces.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace parley::simulate {

/// `count` words between single spaces, the same for the same seed. Some are not ASCII, so that a byte cut in the
/// middle of a character shows.
std::string seeded_words(std::size_t count, std::uint64_t seed);

/// Where the piece of `text` that begins at `begin` ends: after one word (its leading white space included), as most
/// tokenizers cut, when `piece_bytes` is 0, else after so many bytes. Never inside a UTF-8 character, never empty
/// before the end of the text.
std::size_t piece_end(std::string_view text, std::size_t begin, std::size_t piece_bytes);

/// The longest beginning of `text` of at most `bytes_max` bytes that ends with a whole UTF-8 character.
std::string_view beginning(std::string_view text, std::size_t bytes_max);

/// `text` with every byte that is not part of valid UTF-8 (RFC 3629) replaced by U+FFFD, so that it can stand in JSON.
std::string valid_utf8(std::string_view text);

}  // namespace parley::simulate
