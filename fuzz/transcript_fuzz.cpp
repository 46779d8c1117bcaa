// Files of transcripts under fuzzing: of whatever service, nothing but an error or a transcript comes of them; a transcript is the
// same once it was printed and read again, and every form of it is UTF-8, its JSON readable.
#include "transcripts/import.hpp"

#include "json/document.hpp"
#include "json/utf8.hpp"
#include "property.hpp"
#include "transcripts/passages.hpp"
#include "transcripts/print_transcript.hpp"
#include "transcripts/slices.hpp"
#include "transcripts/window.hpp"

namespace {

using namespace parley::transcripts;
using parley::fuzz::require;

constexpr std::size_t narrow_bytes = 300;
constexpr std::int64_t narrow_tokens = 90;

void check_rendering(const Transcript& transcript, Form form) {
    const auto rendering = render(transcript, form);
    require(rendering.has_value(), "a transcript that was read can be rendered");
    require(!parley::json::find_bad_utf8(*rendering), "a rendering is UTF-8");
    if (form == Form::json || form == Form::words) {
        parley::json::Document document;
        require(!document.parse(*rendering), "data is JSON");
    }
    for (const Window window : {Window::tail, Window::head_tail}) {
        for (const Budget& budget : {Budget(narrow_bytes), Budget(rendering_bytes_max, Room{narrow_tokens})}) {
            const auto cut = render_within(transcript, form, window, budget);
            if (!cut || form == Form::speaker_list) continue;
            require(budget.fits(*cut), "what is cut fits");
            require(!parley::json::find_bad_utf8(*cut), "what is cut is UTF-8");
        }
    }
}

/// Slices together say what the whole says.
void check_slices(const Transcript& transcript) {
    std::size_t words = 0;
    for (const Transcript& slice : slices_of(transcript, 3)) {
        words += words_in_order(slice).size();
        require(!parley::json::find_bad_utf8(slice.text), "a slice is UTF-8");
    }
    require(words == words_in_order(transcript).size(), "slices lose and invent no word");
}

void check_passages(const Transcript& transcript) {
    for (const std::string& json : {print_sentences(transcript, "id"), print_paragraphs(transcript, "id")}) {
        parley::json::Document document;
        require(!document.parse(json), "passages are JSON");
    }
    const std::string subtitles = print_subtitles(transcript, Subtitles::vtt, 40);
    require(!parley::json::find_bad_utf8(subtitles), "subtitles are UTF-8");
    require(subtitles == "WEBVTT\n" || import_webvtt(subtitles).has_value(), "subtitles can be read");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto transcript = import_any(parley::fuzz::view_of(data, size));
    if (!transcript) {
        require(!transcript.error().problems.empty(), "a refusal says what is wrong");
        return 0;
    }
    const auto again = import_assemblyai(print_transcript(*transcript));
    require(again.has_value(), "what was printed can be read");
    require(*again == *transcript, "what was printed and read is the same");
    for (const Form form : {Form::text, Form::speakers, Form::speakers_timestamps, Form::json, Form::words, Form::speaker_list}) {
        check_rendering(*transcript, form);
    }
    check_slices(*transcript);
    check_passages(*transcript);
    return 0;
}
