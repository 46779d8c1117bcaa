#include "providers/bedrock/stream_decoder.hpp"

#include "json/document.hpp"
#include "providers/bedrock/failures.hpp"
#include "providers/stream_faults.hpp"

namespace parley::providers::bedrock {

void BedrockStreamDecoder::feed(std::string_view bytes, openai::EventSink& sink) {
    StreamMessage message;
    while (!answer_.complete() && !answer_.failed()) {
        switch (messages_.next(bytes, message)) {
            case EventStreamReader::Status::message: read(message, sink); break;
            case EventStreamReader::Status::need_more: return;
            case EventStreamReader::Status::too_large: return answer_.fail(too_large_event(), sink);
            case EventStreamReader::Status::broken: return answer_.fail(malformed_answer(), sink);
        }
    }
}

void BedrockStreamDecoder::read(const StreamMessage& message, openai::EventSink& sink) {
    if (message.message_type == "error") return answer_.fail(classify_named(message.name, message.error_message), sink);
    json::Document document;  // not kept: ten thousand idle streams would keep ten thousand of them
    const bool is_json = !document.parse(message.payload, stream_event_options);
    if (message.message_type == "exception") {
        return answer_.fail(classify_exception(message.name, is_json ? document.root() : json::Value()), sink);
    }
    if (message.message_type != "event") return;
    if (!is_json) return answer_.fail(malformed_answer(), sink);
    answer_.read_event(message.name, document.root(), sink);
}

void BedrockStreamDecoder::finish(openai::EventSink& sink) {
    answer_.end(sink);
    if (!answer_.complete() && !answer_.failed()) answer_.fail(truncated_stream(), sink);
}

}  // namespace parley::providers::bedrock
