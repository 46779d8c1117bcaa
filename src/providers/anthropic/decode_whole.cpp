#include "providers/anthropic/decode_whole.hpp"

#include "json/document.hpp"
#include "providers/anthropic/failures.hpp"
#include "providers/anthropic/stream_decoder.hpp"
#include "providers/safe_message.hpp"

namespace parley::providers::anthropic {
namespace {

bool is_event_stream(const UpstreamReply& reply) { return reply.content_type.starts_with("text/event-stream"); }

bool is_message(json::Value root) { return root.find("type").equals("message") && root.find("content").is(json::Kind::array); }

}  // namespace

std::optional<UpstreamFailure> decode_whole(const UpstreamReply& reply, std::string_view credential, openai::EventSink& sink) {
    if (is_event_stream(reply)) {
        AnthropicStreamDecoder decoder(credential);
        decoder.feed(reply.body, sink);
        decoder.finish(sink);
        return std::nullopt;
    }
    json::Document document;
    const bool is_json = !document.parse(reply.body, {.depth_max = 64, .allow_lone_surrogates = true});
    if (!is_json || !is_message(document.root())) {
        UpstreamFailure failure = classify_reply(reply);
        hide_secret(failure.message, credential);
        return failure;
    }
    AnswerReader(credential).read_message(document.root(), sink);
    return std::nullopt;
}

}  // namespace parley::providers::anthropic
