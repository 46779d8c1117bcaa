// media_parts.hpp: pictures, sound and files of a message, as parts.
#pragma once

#include "providers/conversation.hpp"
#include "providers/gemini/draft.hpp"

namespace parley::providers::gemini {

/// Writes the piece (image, audio or file) as one part: data that stands in the request as `inlineData`, a place from which the
/// provider fetches by itself as `fileData`. Parley downloads nothing. Anything else becomes a problem that names the piece, and
/// nothing is written that matters.
/// Source: Gemini API docs, "File input methods", "Image understanding", "Audio understanding".
void write_media(Draft& draft, std::string& out, const Piece& piece);

}  // namespace parley::providers::gemini
