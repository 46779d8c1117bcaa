#include "understanding/print.hpp"

#include <set>

#include "json/write.hpp"

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

void append_utterances(std::string& out, const transcripts::Transcript& transcript, const Formats& formats) {
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
    if (request.format_utterances) append_utterances(object.key("formatted_utterances"), transcript, request.formats);
    object.close();
}

}  // namespace

std::string print_answer(const Request& request, const transcripts::Transcript& transcript, std::string_view request_id) {
    std::string out;
    json::ObjectWriter answer(out);
    answer.string("request_id", request_id);
    json::ObjectWriter understanding(answer.key("speech_understanding"));
    understanding.raw("request", request.features.raw());
    json::ObjectWriter response(understanding.key("response"));
    append_formatting(response.key("custom_formatting"), request, transcript);
    response.close();
    understanding.close();
    answer.close();
    return out;
}

}  // namespace parley::understanding
