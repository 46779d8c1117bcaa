#include "transcripts/import.hpp"

#include "json/document.hpp"
#include "transcripts/read_transcript.hpp"

namespace parley::transcripts {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view white_space = " \t\r\n";

std::string_view without_white_space_in_front(std::string_view text) {
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    const std::size_t begin = text.find_first_not_of(white_space);
    return begin == std::string_view::npos ? std::string_view() : text.substr(begin);
}

/// Only OpenAI's files hold segments, and only Deepgram's results; whatever else is an object may be AssemblyAI's.
Result<Transcript> import_object(std::string_view json) {
    json::Document document;
    if (document.parse(json)) return import_assemblyai(json);  // which says what is wrong with it
    if (document.root().find("results").is(json::Kind::object)) return import_deepgram(json);
    if (document.root().find("segments").is(json::Kind::array)) return import_openai(json);
    return import_assemblyai(json);
}

}  // namespace

Result<Transcript> import_assemblyai(std::string_view json) {
    json::Document document;
    if (const json::ParseError fault = document.parse(json)) {
        return Error{.kind = ErrorKind::bad_request,
                     .source = ErrorSource::downstream,
                     .message = "invalid transcript",
                     .problems = {"transcript is not valid JSON: " + json::describe(fault)}};
    }
    return read_transcript(document.root());
}

Result<Transcript> import_any(std::string_view text) {
    const std::string_view found = without_white_space_in_front(text);
    if (found.starts_with('{')) return import_object(found);
    if (found.starts_with("WEBVTT")) return import_webvtt(found);
    if (!found.empty() && found.front() >= '0' && found.front() <= '9') return import_subrip(found);
    return Error{.kind = ErrorKind::bad_request,
                 .source = ErrorSource::downstream,
                 .message = "invalid transcript",
                 .problems = {"transcript must be JSON of AssemblyAI, Deepgram or OpenAI, WebVTT or SubRip"}};
}

}  // namespace parley::transcripts
