// window.hpp: what to do with a transcript that is longer than the model's context has room for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

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

/// Room for a transcript. Nobody here has a model's tokenizer, of whatever family: bytes are counted, a token as so many of them.
struct Room {
    std::int64_t tokens = 0;  // that the model's context has left

    /// English text has about four bytes a token, other languages and timestamps fewer: what is cut is cut to this.
    static constexpr std::int64_t bytes_per_token_cautious = 3;
    /// No language has so many: what is longer than this cannot fit, whatever the tokenizer.
    static constexpr std::int64_t bytes_per_token_most = 8;

    std::size_t bytes_certain() const { return bytes(bytes_per_token_cautious); }
    std::size_t bytes_possible() const { return bytes(bytes_per_token_most); }

  private:
    std::size_t bytes(std::int64_t per_token) const { return tokens > 0 ? static_cast<std::size_t>(tokens * per_token) : 0; }
};

/// The rendering, or as much of it as fits into `bytes_max`: whole utterances, whole words where there are no utterances. A mark says
/// what was left out: the line "[... 12 utterances left out ...]", in plain text "[...]", in `json` the member "left_out". The list of
/// speakers is always of the whole talk.
///
/// Errors  as render(); too_large where not even the mark fits.
Result<std::string> render_within(const Transcript& transcript, Form form, Window window, std::size_t bytes_max);

}  // namespace parley::transcripts
