// continuation.hpp: how a simulated model goes on with an answer that it is shown the beginning of.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "simulate/question.hpp"

namespace parley::simulate {

/// What models were seen to do when they are asked to go on.
enum class Continues : std::uint8_t {
    exact,     // the next word comes next
    repeats,   // up to 30 words are said again
    over,      // all of it is
    remark,    // a word to the user comes first
    recased,   // as `repeats`, in capitals where there were none
    respaced,  // as `repeats`, with other white space
    refuses,   // it says that it will not
    any,       // one of the others, drawn by seed, but for `refuses`
};

/// The byte of `content`, which the model says without being shown anything, from which it is asked to go on: behind an assistant's message
/// at the end, or at the last words of one which the user quotes. Nothing where it is not asked to go on with this content.
std::optional<std::size_t> point_asked_for(const Question& question, std::string_view content);

/// What the model says then.
std::string continued(std::string_view content, std::size_t point, Continues how, std::uint64_t seed);

}  // namespace parley::simulate
