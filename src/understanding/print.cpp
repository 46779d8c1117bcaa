#include "understanding/print.hpp"

#include <set>

#include "json/write.hpp"
#include "transcripts/print_transcript.hpp"
#include "transcripts/turns.hpp"

namespace parley::understanding {
namespace {

/// Each text that was rewritten once, in the order of the talk.
void append_mapping(std::string& out, std::string_view text, const std::vector<Rewrite>& rewrites) {
    json::ObjectWriter mapping(out);
    std::set<std::string_view> seen;
    for (const Rewrite& one : rewrites) {
        const std::string_view said = text.substr(one.begin, one.end - one.begin);
        if (seen.insert(said).second) json::append_string(mapping.foreign_key(said), one.written);
    }
    mapping.close();
}

void append_formatted(std::string& out, const transcripts::Transcript& transcript, const Formats& formats) {
    out += '[';
    for (const transcripts::Utterance& utterance : transcript.utterances) {
        if (&utterance != &transcript.utterances.front()) out += ',';
        json::ObjectWriter object(out);
        if (!utterance.speaker.empty()) object.string("speaker", utterance.speaker);
        if (!utterance.channel.empty()) object.string("channel", utterance.channel);
        object.string("text", rewritten(utterance.text, rewrite(utterance.text, formats)));
        object.integer("start", utterance.start_ms);
        object.integer("end", utterance.end_ms);
        object.close();
    }
    out += ']';
}

void append_formatting(std::string& out, const Request& request, const transcripts::Transcript& transcript) {
    const std::vector<Rewrite> rewrites = rewrite(transcript.text, request.formats);
    json::ObjectWriter object(out);
    object.string("status", "success");
    append_mapping(object.key("mapping"), transcript.text, rewrites);
    object.string("formatted_text", rewritten(transcript.text, rewrites));
    if (request.format_utterances) append_formatted(object.key("formatted_utterances"), transcript, request.formats);
    object.close();
}

/// Utterances under the names of whoever was identified, and in other languages where each was to be matched.
void append_utterances(std::string& out, const Work& work) {
    const transcripts::Transcript& transcript = work.transcript();
    const bool is_matched = work.translation() && work.translation()->matches_utterances();
    out += '[';
    for (std::size_t at = 0; at < transcript.utterances.size(); ++at) {
        if (at > 0) out += ',';
        transcripts::Utterance utterance = transcript.utterances[at];
        if (work.identification()) {
            const std::string label = transcripts::label_of(transcript, utterance.speaker, utterance.channel);
            utterance.speaker = work.identification()->identified(label);
            for (transcripts::Word& word : utterance.words) word.speaker = utterance.speaker;
        }
        json::ObjectWriter object(out);
        transcripts::append_utterance(object, utterance);
        if (is_matched) work.translation()->append_texts(object.key("translated_texts"), at);
        object.close();
    }
    out += ']';
}

/// In the order of the request.
void append_response(std::string& out, const Work& work) {
    json::ObjectWriter response(out);
    for (const json::Member wish : work.request().features.members()) {
        const std::string name = wish.key.string();
        if (name == "custom_formatting") append_formatting(response.key("custom_formatting"), work.request(), work.transcript());
        for (const Feature* const feature : work.features()) {
            if (feature->name() != name) continue;
            json::ObjectWriter object(response.key(feature->name()));
            object.string("status", "success");
            feature->print(object);
            object.close();
        }
    }
    response.close();
}

}  // namespace

std::string print_answer(const Work& work, std::string_view request_id) {
    std::string out;
    json::ObjectWriter answer(out);
    answer.string("request_id", request_id);
    json::ObjectWriter understanding(answer.key("speech_understanding"));
    understanding.raw("request", work.request().features.raw());
    append_response(understanding.key("response"), work);
    understanding.close();
    const Translation* const translation = work.translation();
    if (work.identification() || (translation && translation->matches_utterances())) append_utterances(answer.key("utterances"), work);
    if (translation) translation->append_texts(answer.key("translated_texts"));
    answer.close();
    return out;
}

}  // namespace parley::understanding
