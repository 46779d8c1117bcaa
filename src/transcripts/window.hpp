// window.hpp: what to do with a transcript that is longer than the model's context has room for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "transcripts/budget.hpp"
#include "transcripts/render.hpp"

namespace parley::transcripts {

enum class Window : std::uint8_t {
    error,      // refuse, where it cannot fit
    tail,       // the end of the talk
    head_tail,  // its beginning and its end, about half of each
    map,        // all of it, in parts that are read one by one, and one answer made of the answers
};

/// Parts of one talk at most. More is refused: each of them costs a call.
inline constexpr std::size_t windows_max = 24;

/// Of `transcript_window`.
std::optional<Window> window_named(std::string_view name);

/// What is cut has to fit; what is refused has to be certain not to.
Guess guess_for(Window window);

/// The rendering, or as much of it as fits into the budget: whole utterances, whole words where there are no utterances. A mark says
/// what was left out: the line "[... 12 utterances left out ...]", in plain text "[...]", in `json` the member "left_out". The list of
/// speakers is always of the whole talk.
///
/// Errors  as render(); too_large where not even the mark fits.
Result<std::string> render_within(const Transcript& transcript, Form form, Window window, const Budget& budget);

}  // namespace parley::transcripts
