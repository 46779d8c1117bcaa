#include "providers/openai/stream_decoder.hpp"

#include "json/document.hpp"
#include "providers/openai/failures.hpp"
#include "providers/openai/sole_text.hpp"
#include "providers/stream_faults.hpp"

namespace parley::providers::openai_dialect {
namespace {

std::string_view without_spaces(std::string_view text) {
    constexpr std::string_view spaces = " \t\r\n";
    const std::size_t begin = text.find_first_not_of(spaces);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(spaces) + 1 - begin);
}

}  // namespace

OpenAiStreamDecoder::OpenAiStreamDecoder(const DecoderOptions& options)
    : events_(options.event_bytes_max),
      chunks_(options.facts, options.credential),
      fast_path_(options.fast_path),
      done_required_(options.done_required) {}

std::unique_ptr<StreamDecoder> OpenAiStreamDecoder::clone() const { return std::make_unique<OpenAiStreamDecoder>(*this); }

void OpenAiStreamDecoder::feed(std::string_view bytes, openai::EventSink& sink) {
    http::SseEvent event;
    while (!complete_ && !chunks_.failed()) {
        switch (events_.next(bytes, event)) {
            case http::SseReader::Status::event: read_event(event, sink); break;
            case http::SseReader::Status::need_more: return;
            case http::SseReader::Status::too_large: return chunks_.fail(too_large_event(), sink);
        }
    }
}

void OpenAiStreamDecoder::read_event(const http::SseEvent& event, openai::EventSink& sink) {
    if (fast_path_ == DecoderOptions::FastPath::on && event.type.empty()) {
        if (const auto text = template_.match(event.data)) return chunks_.read_text(*text, sink);
    }
    const std::string_view data = without_spaces(event.data);
    if (data.empty()) return;  // some hosts keep a connection alive with it
    if (data == "[DONE]") {
        complete_ = true;
        return chunks_.end(sink);
    }
    read_chunk({event.type, data}, sink);
}

void OpenAiStreamDecoder::read_chunk(const http::SseEvent& event, openai::EventSink& sink) {
    json::Document document;  // not kept: ten thousand idle streams would keep ten thousand of them
    if (document.parse(event.data, stream_event_options)) return chunks_.fail(malformed_answer(), sink);
    if (event.type == "error") return chunks_.fail(classify_in_stream(document.root()), sink);
    chunks_.read(document.root(), sink);
    if (!event.type.empty()) return;
    if (const json::Value text = sole_text(document.root())) template_.learn(document.root(), text);
}

void OpenAiStreamDecoder::finish(openai::EventSink& sink) {
    if (complete_ || chunks_.failed()) return;
    read_unterminated(sink);
    if (chunks_.has_finish_reason() && !done_required_) return chunks_.end(sink);
    chunks_.fail(truncated_stream(), sink);
}

/// An event without its blank line is not dispatched (WHATWG HTML, 9.2.6), but the tokens that it counts were used.
void OpenAiStreamDecoder::read_unterminated(openai::EventSink& sink) {
    const std::string data = events_.unterminated_data();
    json::Document document;
    if (data.empty() || document.parse(data, stream_event_options)) return;
    chunks_.read_usage(document.root().find("usage"), sink);
}

}  // namespace parley::providers::openai_dialect
