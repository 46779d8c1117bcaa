#include "providers/gemini/stream_decoder.hpp"

#include "json/document.hpp"
#include "providers/stream_faults.hpp"

namespace parley::providers::gemini {

GeminiStreamDecoder::GeminiStreamDecoder(std::string_view credential, std::size_t event_bytes_max)
    : events_(event_bytes_max), answer_(credential) {}

std::unique_ptr<StreamDecoder> GeminiStreamDecoder::clone() const { return std::make_unique<GeminiStreamDecoder>(*this); }

void GeminiStreamDecoder::feed(std::string_view bytes, openai::EventSink& sink) {
    bytes = raw_error_.sift(bytes);
    http::SseEvent event;
    while (!answer_.failed()) {
        switch (events_.next(bytes, event)) {
            case http::SseReader::Status::event: read_event(event.data, sink); break;
            case http::SseReader::Status::need_more: return;
            case http::SseReader::Status::too_large: return answer_.fail(too_large_event(), sink);
        }
    }
}

void GeminiStreamDecoder::read_event(std::string_view data, openai::EventSink& sink) {
    if (data.empty() || data == "[DONE]") return;  // not Gemini's own; proxies are fond of it
    json::Document document;                       // not kept: ten thousand idle streams would keep ten thousand of them
    if (document.parse(data, stream_event_options)) return answer_.fail(malformed_answer(), sink);
    answer_.read(document.root(), sink);
}

void GeminiStreamDecoder::finish(openai::EventSink& sink) {
    if (answer_.failed()) return;
    if (raw_error_.caught()) return read_raw_error(sink);
    read_unterminated(sink);
    if (answer_.has_finish_reason()) return answer_.end(sink);
    answer_.fail(truncated_stream(), sink);
}

void GeminiStreamDecoder::read_raw_error(openai::EventSink& sink) {
    json::Document document;
    if (document.parse(raw_error_.text(), stream_event_options)) return answer_.fail(malformed_answer(), sink);
    answer_.read(document.root(), sink);
    answer_.fail(malformed_answer(), sink);  // JSON, but no error: the stream was broken by it all the same
}

/// An event without its blank line is not dispatched (WHATWG HTML, 9.2.6), but the tokens that it counts were used.
void GeminiStreamDecoder::read_unterminated(openai::EventSink& sink) {
    const std::string data = events_.unterminated_data();
    json::Document document;
    if (data.empty() || document.parse(data, stream_event_options)) return;
    answer_.read_usage(document.root().find("usageMetadata"), sink);
}

}  // namespace parley::providers::gemini
