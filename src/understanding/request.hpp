// request.hpp: the body of POST /v1/understanding: which transcript, and what is to be made of it.
#pragma once

#include <optional>
#include <string>

#include "base/error.hpp"
#include "json/document.hpp"
#include "openai/problems.hpp"
#include "understanding/action_items.hpp"
#include "understanding/formats.hpp"
#include "understanding/speaker_identification.hpp"
#include "understanding/summarization.hpp"
#include "understanding/translation.hpp"

namespace parley::understanding {

/// The values point into the document.
struct Request {
    std::string transcript_id;  // empty: the request brings the transcript
    json::Value transcript;
    json::Value features;  // speech_understanding.request, to be shown again
    Formats formats;
    bool format_utterances = false;

    // What a model is asked.
    std::optional<TranslationWish> translation = {};
    std::optional<IdentificationWish> identification = {};
    std::optional<SummaryWish> summary = {};
    std::optional<ActionItemsWish> action_items = {};

    bool asks_model() const { return translation || identification || summary || action_items; }
};

/// Whether a transcript must be named: not where a request is only looked at.
enum class Purpose : std::uint8_t { run, validate };

/// Reads and checks a body. Everything that is wrong with it goes into `problems`. Source: AssemblyAI docs, "Speech understanding".
Request read_request(json::Value root, Purpose purpose, openai::Problems& problems);

/// The 400 for a transcript that lacks what the request needs. The words are the public API's.
std::optional<Error> check_transcript(const Request& request, const transcripts::Transcript& transcript);

}  // namespace parley::understanding
