#include "providers/anthropic/stream_decoder.hpp"

#include "json/document.hpp"
#include "providers/stream_faults.hpp"

namespace parley::providers::anthropic {

void AnthropicStreamDecoder::feed(std::string_view bytes, openai::EventSink& sink) {
    http::SseEvent event;
    while (!answer_.complete() && !answer_.failed()) {
        switch (events_.next(bytes, event)) {
            case http::SseReader::Status::event: read_data(event.data, sink); break;
            case http::SseReader::Status::need_more: return;
            case http::SseReader::Status::too_large: return answer_.fail(too_large_event(), sink);
        }
    }
}

void AnthropicStreamDecoder::read_data(std::string_view data, openai::EventSink& sink) {
    if (is_fast_) {
        if (const auto text = template_.match(data)) return answer_.add_text(learned_place_, *text, sink);
    }
    if (data.find_first_not_of(" \t\r\n") == std::string_view::npos) return;  // keeps a connection alive
    json::Document document;  // not kept: ten thousand idle streams would keep ten thousand of them
    if (document.parse(data, stream_event_options)) return answer_.fail(malformed_answer(), sink);
    const json::Value root = document.root();
    const std::optional<TextDelta> delta = read_text_delta(root);
    if (!delta) return answer_.read_event(root, sink);
    if (template_.learn(root, delta->text)) learned_place_ = delta->place;
    answer_.add_text(delta->place, delta->text.escaped(), sink);
}

void AnthropicStreamDecoder::finish(openai::EventSink& sink) {
    if (answer_.complete() || answer_.failed()) return;
    // An event without its blank line is not dispatched (WHATWG HTML, 9.2.6), but the tokens that it counts were used.
    const std::string data = events_.unterminated_data();
    json::Document document;
    if (!data.empty() && !document.parse(data, stream_event_options)) answer_.read_usage(document.root().find("usage"), sink);
    answer_.fail(truncated_stream(), sink);
}

}  // namespace parley::providers::anthropic
