// print_passages.cpp: sentences and paragraphs as JSON, captions as files of subtitles.
#include <algorithm>
#include <utility>

#include "json/write.hpp"
#include "transcripts/clock_text.hpp"
#include "transcripts/one_line.hpp"
#include "transcripts/passages.hpp"
#include "transcripts/print_transcript.hpp"

namespace parley::transcripts {
namespace {

constexpr std::int64_t ms_per_second = 1000;

void append_words(std::string& out, const std::vector<const Word*>& words) {
    out += '[';
    for (const Word* const word : words) {
        if (word != words.front()) out += ',';
        json::ObjectWriter object(out);
        append_word(object, *word);
        object.close();
    }
    out += ']';
}

enum class Speakers : std::uint8_t { shown, left_out };

void append_passage(std::string& out, const Passage& passage, Speakers speakers) {
    json::ObjectWriter object(out);
    object.string("text", passage.text);
    object.integer("start", passage.start_ms);
    object.integer("end", passage.end_ms);
    append_confidence(object, passage.confidence);
    append_words(object.key("words"), passage.words);
    if (speakers == Speakers::shown && passage.speaker.empty()) object.null("speaker");
    if (speakers == Speakers::shown && !passage.speaker.empty()) object.string("speaker", passage.speaker);
    if (!passage.channel.empty()) object.string("channel", passage.channel);
    object.close();
}

std::string print_list(std::string_view id, std::string_view name, const std::vector<Passage>& passages, Speakers speakers) {
    std::int64_t end_ms = 0;
    for (const Passage& passage : passages) end_ms = std::max(end_ms, passage.end_ms);
    std::string out;
    json::ObjectWriter object(out);
    object.string("id", id);
    object.integer("audio_duration", (end_ms + ms_per_second - 1) / ms_per_second);  // of what was said: nothing else is known
    std::string& list = object.key(name);
    list += '[';
    for (const Passage& passage : passages) {
        if (&passage != &passages.front()) list += ',';
        append_passage(list, passage, speakers);
    }
    list += ']';
    object.close();
    return out;
}

void append_moment(std::string& out, std::int64_t moment, Subtitles form) {
    const std::size_t begin = out.size();
    append_clock(out, moment);
    if (form == Subtitles::srt) std::replace(out.begin() + static_cast<std::ptrdiff_t>(begin), out.end(), '.', ',');
}

/// In WebVTT `<`, `>` and `&` begin markup, and are written as references. SubRip has no way to write them otherwise, and players show
/// them; an arrow loses a dash, since it would be taken for moments.
void append_caption(std::string& out, std::string_view text, Subtitles form) {
    std::string line;
    append_on_one_line(line, text);
    for (std::size_t at = 0; at < line.size(); ++at) {
        const char byte = line[at];
        const bool is_markup = form == Subtitles::vtt && (byte == '<' || byte == '>' || byte == '&');
        const bool is_arrow = form == Subtitles::srt && std::string_view(line).substr(at).starts_with("-->");
        if (is_markup) out += byte == '<' ? "&lt;" : byte == '>' ? "&gt;" : "&amp;";
        if (!is_markup && !is_arrow) out += byte;
    }
}

}  // namespace

std::string print_sentences(const Transcript& transcript, std::string_view id) {
    return print_list(id, "sentences", sentences_of(transcript), Speakers::shown);
}

std::string print_paragraphs(const Transcript& transcript, std::string_view id) {
    return print_list(id, "paragraphs", paragraphs_of(transcript), Speakers::left_out);
}

std::string print_subtitles(const Transcript& transcript, Subtitles form, std::size_t characters_max) {
    std::string out = form == Subtitles::vtt ? "WEBVTT\n" : "";
    std::size_t number = 0;
    for (const Passage& caption : captions_of(transcript, characters_max)) {
        if (caption.text.empty()) continue;  // an empty line ends a caption
        if (!out.empty()) out += '\n';
        if (form == Subtitles::srt) out += std::to_string(++number) + "\n";
        append_moment(out, caption.start_ms, form);
        out += " --> ";
        append_moment(out, caption.end_ms, form);
        out += '\n';
        append_caption(out, caption.text, form);
        out += '\n';
    }
    return out;
}

}  // namespace parley::transcripts
