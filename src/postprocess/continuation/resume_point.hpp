// resume_point.hpp: from where a model is asked to go on with an answer that broke off.
#pragma once

#include <cstddef>
#include <string_view>

namespace parley::postprocess::continuation {

/// A model that goes on says again what was said behind the point: by so much it is known to go on, and not to say something else. More
/// would be said for nothing, and is less likely to be said in the same words.
inline constexpr std::size_t tail_words_min = 3;
inline constexpr std::size_t tail_characters_min = 10;
inline constexpr std::size_t tail_words_max = 12;

/// The byte behind the last complete clause of `sent` and the space that follows it. Where that clause is too near the end, an earlier
/// one; where none ends within tail_words_max words, the beginning of a word. 0: there is so little that all of it is to be said again.
///
/// sent  well-formed UTF-8
std::size_t resume_point(std::string_view sent);

}  // namespace parley::postprocess::continuation
