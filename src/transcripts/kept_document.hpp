// kept_document.hpp: what is kept of a transcript that somebody hands in, and what is shown of one that was deleted.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "json/document.hpp"
#include "transcripts/transcript_facts.hpp"

namespace parley::transcripts {

struct KeptDocument {
    std::string json;  // AssemblyAI's shape, with `id` and `status`
    Transcript transcript;
    TranscriptFacts facts = {};
};

/// An object of AssemblyAI's shape is kept with every field it has, but for those that hold what was taken out of it
/// (`unredacted_text`, `unredacted_words`, `unredacted_utterances`): they are never used, so they are not kept either. Other forms
/// (import.hpp) are kept as AssemblyAI would have written them.
Result<KeptDocument> kept_document(std::string_view text, std::string_view id);

/// Where such an object says that its audio is.
inline constexpr std::string_view deleted_audio = "http://deleted_by_user";

/// The object that stands where a transcript was. Source: AssemblyAI API reference, "Delete transcript".
std::string deleted_document(std::string_view id);

/// Whether an object of the public API is such a mark.
bool is_deleted_document(json::Value root);

}  // namespace parley::transcripts
