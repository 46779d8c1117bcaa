#include "providers/openai/decode_whole.hpp"

#include "json/document.hpp"
#include "providers/openai/failures.hpp"

namespace parley::providers::openai_dialect {
namespace {

bool is_completion(json::Value root) {
    const json::Value choices = root.find("choices");
    if (!choices.is(json::Kind::array) || choices.size() == 0) return false;
    return (*choices.elements().begin()).find("message").is(json::Kind::object);
}

}  // namespace

std::optional<UpstreamFailure> decode_whole(const UpstreamReply& reply, const AnswerFacts& facts, openai::EventSink& sink) {
    json::Document document;
    if (document.parse(reply.body, {.depth_max = 64, .allow_lone_surrogates = true})) return classify_reply(reply);
    const json::Value root = document.root();
    if (has_error(root) || !is_completion(root)) return classify_reply(reply);

    ChunkReader chunks(facts);
    chunks.read(root, sink);
    chunks.end(sink);
    return std::nullopt;
}

}  // namespace parley::providers::openai_dialect
