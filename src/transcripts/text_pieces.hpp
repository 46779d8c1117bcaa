// text_pieces.hpp: text without times or speakers in pieces that can be put together again.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace parley::transcripts {

/// Words, as spaces part them. Scripts without spaces have long ones: these are cut behind a full stop (。！？) where one is near, else
/// between characters, so that no piece has more than `bytes_max` bytes. Views into the text.
std::vector<std::string_view> pieces_of(std::string_view text, std::size_t bytes_max);

}  // namespace parley::transcripts
