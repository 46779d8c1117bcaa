// request.hpp: the body of POST /v1/understanding: which transcript, and what is to be made of it.
#pragma once

#include <string>

#include "base/error.hpp"
#include "json/document.hpp"
#include "openai/problems.hpp"
#include "understanding/formats.hpp"

namespace parley::understanding {

/// The values point into the document.
struct Request {
    std::string transcript_id;  // empty: the request brings the transcript
    json::Value transcript;
    json::Value features;       // speech_understanding.request, to be shown again
    Formats formats;
    bool format_utterances = false;
};

/// Whether a transcript must be named: not where a request is only looked at.
enum class Purpose : std::uint8_t { run, validate };

/// Reads and checks a body. Everything that is wrong with it goes into `problems`: what of it is not understood, and features that ask
/// for a model, which this gateway does not serve yet. Source: AssemblyAI docs, "Speech understanding".
Request read_request(json::Value root, Purpose purpose, openai::Problems& problems);

}  // namespace parley::understanding
