#include "transcripts/transcript_facts.hpp"

namespace parley::transcripts {
namespace {

std::string short_text(json::Value value) {
    if (!value.is(json::Kind::string)) return {};
    std::string text = value.string();
    if (text.size() > fact_bytes_max) text.clear();
    return text;
}

}  // namespace

TranscriptFacts facts_of(json::Value document) {
    TranscriptFacts facts;
    const json::Value status = document.find("status");
    if (status.is(json::Kind::string)) facts.status = status_named(status.string()).value_or(Status::error);
    facts.audio_url = short_text(document.find("audio_url"));
    facts.error = short_text(document.find("error"));
    return facts;
}

}  // namespace parley::transcripts
