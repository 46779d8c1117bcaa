#include "transcripts/render.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "json/write.hpp"
#include "transcripts/clock_text.hpp"
#include "transcripts/one_line.hpp"
#include "transcripts/turns.hpp"

namespace parley::transcripts {
namespace {

constexpr std::array<std::pair<std::string_view, Form>, 4> named_forms = {{
    {"text", Form::text},
    {"speakers", Form::speakers},
    {"speakers_timestamps", Form::speakers_timestamps},
    {"json", Form::json},
}};

void append_speaker(std::string& out, const Talk& talk, const Turn& turn) {
    const std::string& name = talk.speakers[turn.speaker].name;
    append_on_one_line(out, name.empty() ? "Unknown speaker" : std::string_view(name));
}

/// "A and B", by the names they are shown under, without the word that all labels have in common.
void append_overlaps(std::string& out, const Talk& talk, const Turn& turn) {
    constexpr std::string_view common = "Speaker ";
    for (std::size_t at = 0; at < turn.overlaps.size(); ++at) {
        if (at > 0) out += at + 1 == turn.overlaps.size() ? " and " : ", ";
        std::string_view name = talk.speakers[turn.overlaps[at]].name;
        if (name.starts_with(common)) name.remove_prefix(common.size());
        append_on_one_line(out, name.empty() ? std::string_view("unknown") : name);
    }
}

/// Whether any utterance has a speaker: subtitles mostly have none.
bool knows_speakers(const Talk& talk) {
    return std::any_of(talk.speakers.begin(), talk.speakers.end(), [](const Speaker& speaker) { return !speaker.name.empty(); });
}

bool append_lines(std::string& out, const Talk& talk, bool timestamps) {
    const bool names = knows_speakers(talk);
    for (const Turn& turn : talk.turns) {
        if (!out.empty()) out += '\n';
        if (timestamps) {
            out += '[';
            append_clock(out, turn.utterance->start_ms);
            out += '-';
            append_clock(out, turn.utterance->end_ms);
            out += "] ";
        }
        if (names) append_speaker(out, talk, turn);
        if (timestamps && !turn.overlaps.empty()) {
            out += " (overlaps ";
            append_overlaps(out, talk, turn);
            out += ')';
        }
        if (names) out += ": ";
        append_on_one_line(out, turn.utterance->text);
        if (out.size() > rendering_bytes_max) return false;
    }
    return true;
}

void append_turn_object(std::string& out, const Talk& talk, const Turn& turn) {
    const Utterance& utterance = *turn.utterance;
    const std::string& label = talk.speakers[turn.speaker].label;
    json::ObjectWriter object(out);
    if (!label.empty()) object.string("speaker", label);
    if (!utterance.channel.empty()) object.string("channel", utterance.channel);
    if (!utterance.language.empty()) object.string("language", utterance.language);
    object.integer("start_ms", utterance.start_ms);
    object.integer("end_ms", utterance.end_ms);
    object.string("text", utterance.text);
    if (!turn.overlaps.empty()) {
        std::string& list = object.key("overlaps");
        for (std::size_t at = 0; at < turn.overlaps.size(); ++at) {
            list += at == 0 ? '[' : ',';
            json::append_string(list, talk.speakers[turn.overlaps[at]].label);
        }
        list += ']';
    }
    object.close();
}

bool append_json(std::string& out, const Transcript& transcript, const Talk& talk) {
    json::ObjectWriter object(out);
    if (transcript.utterances.empty()) {
        object.string("text", transcript.text);
        object.close();
        return true;
    }
    std::string& list = object.key("utterances");
    for (std::size_t at = 0; at < talk.turns.size(); ++at) {
        list += at == 0 ? '[' : ',';
        append_turn_object(list, talk, talk.turns[at]);
        if (out.size() > rendering_bytes_max) return false;
    }
    list += ']';
    object.close();
    return true;
}

bool append_words(std::string& out, const Transcript& transcript) {
    out += '[';
    for (const Word* const word : words_in_order(transcript)) {
        if (out.size() > 1) out += ',';
        json::ObjectWriter object(out);
        object.string("text", word->text);
        object.integer("start_ms", word->start_ms);
        object.integer("end_ms", word->end_ms);
        const std::string label = label_of(transcript, word->speaker, word->channel);
        if (!label.empty()) object.string("speaker", label);
        object.close();
        if (out.size() > rendering_bytes_max) return false;
    }
    out += ']';
    return true;
}

void append_speaker_list(std::string& out, const Talk& talk) {
    if (!knows_speakers(talk)) return;
    for (const Speaker& speaker : talk.speakers) {
        if (!out.empty()) out += '\n';
        append_on_one_line(out, speaker.name.empty() ? "Unknown speaker" : std::string_view(speaker.name));
        out += ": " + std::to_string(speaker.utterances) + (speaker.utterances == 1 ? " utterance, " : " utterances, ");
        append_clock(out, speaker.spoken_ms);
    }
}

/// False when it grew too long.
bool append_rendering(std::string& out, const Transcript& transcript, Form form) {
    const bool is_plain = transcript.utterances.empty() && (form == Form::speakers || form == Form::speakers_timestamps);
    if (form == Form::text || is_plain) {
        out = transcript.text;
        return true;
    }
    if (form == Form::words) return append_words(out, transcript);
    const Talk talk = talk_of(transcript);
    switch (form) {
        case Form::speakers: return append_lines(out, talk, false);
        case Form::speakers_timestamps: return append_lines(out, talk, true);
        case Form::json: return append_json(out, transcript, talk);
        case Form::speaker_list: append_speaker_list(out, talk); return true;
        case Form::text:
        case Form::words: break;  // above
    }
    return true;
}

}  // namespace

std::optional<Form> form_named(std::string_view name) {
    for (const auto& [known, form] : named_forms) {
        if (known == name) return form;
    }
    return std::nullopt;
}

Result<std::string> render(const Transcript& transcript, Form form) {
    std::string rendering;
    const bool fits = append_rendering(rendering, transcript, form) && rendering.size() <= rendering_bytes_max;
    if (fits) return rendering;
    return Error{.kind = ErrorKind::too_large, .source = ErrorSource::downstream, .message = "the transcript is too large in this form"};
}

}  // namespace parley::transcripts
