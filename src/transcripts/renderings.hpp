// renderings.hpp: the texts that go to the places of one conversation, within the room that its model has for them. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "transcripts/budget.hpp"
#include "transcripts/render.hpp"
#include "transcripts/tags.hpp"
#include "transcripts/transcript.hpp"
#include "transcripts/window.hpp"

namespace parley::transcripts {

/// What all renderings of one request may add to it. More is refused: a small request must not become a large one without bounds.
inline constexpr std::size_t placed_bytes_max = rendering_bytes_max;

/// What is wished for, and the room that there is.
struct RenderingWish {
    Form form = Form::text;  // what {{ transcript }} becomes; the other tags say it themselves
    Window window = Window::error;
    std::optional<Room> room = {};  // nothing: nobody knows how much there is
};

/// One for each of a conversation's tags.
using Renderings = std::vector<std::string>;

/// Errors  bad_request where the model's context has no room; too_large above placed_bytes_max.
Result<Renderings> render_all(const Transcript& transcript, const std::vector<TagPlace>& places, const RenderingWish& wish);

/// The same in as few windows as fit. Each begins with a word of which part it is; lists of speakers are of the whole talk.
///
/// Errors  bad_request where windows_max of them do not do.
Result<std::vector<Renderings>> render_windows(const Transcript& transcript, const std::vector<TagPlace>& places,
                                               const RenderingWish& wish);

}  // namespace parley::transcripts
