#include "transcripts/kept_document.hpp"

#include <utility>

#include "json/splice.hpp"
#include "json/write.hpp"
#include "transcripts/import.hpp"
#include "transcripts/print_transcript.hpp"

namespace parley::transcripts {
namespace {

constexpr std::string_view deleted_text = "Deleted by user.";
constexpr const char* taken_out[] = {"unredacted_text", "unredacted_words", "unredacted_utterances"};

std::string as_json(std::string_view text) {
    std::string out;
    json::append_string(out, text);
    return out;
}

/// Objects of other services are told by what only they have.
bool is_assemblyai(json::Value root) { return root.is(json::Kind::object) && !root.find("results") && !root.find("segments"); }

}  // namespace

Result<KeptDocument> kept_document(std::string_view text, std::string_view id) {
    Result<Transcript> read = import_any(text);
    if (!read) return read.error();
    KeptDocument kept;
    kept.transcript = std::move(*read);
    kept.facts.status = kept.transcript.status;
    json::Document document;
    if (document.parse(text) || !is_assemblyai(document.root())) {
        kept.json = print_transcript(kept.transcript, id);
        return kept;
    }
    kept.facts = facts_of(document.root());
    json::Splice splice(document);
    for (const char* const name : taken_out) splice.remove(name);
    splice.set("id", as_json(id));
    splice.set("status", as_json(to_string(kept.transcript.status)));
    kept.json = splice.join();
    return kept;
}

std::string deleted_document(std::string_view id) {
    std::string out;
    json::ObjectWriter object(out);
    object.string("id", id);
    object.string("status", to_string(Status::completed));
    object.string("audio_url", deleted_audio);
    object.string("text", deleted_text);
    object.null("utterances");
    object.null("words");
    object.close();
    return out;
}

bool is_deleted_document(json::Value root) {
    return root.find("audio_url").equals(deleted_audio) && root.find("text").equals(deleted_text);
}

}  // namespace parley::transcripts
