#include "providers/bedrock/decode_whole.hpp"

#include "json/document.hpp"
#include "providers/bedrock/failures.hpp"
#include "providers/safe_message.hpp"

namespace parley::providers::bedrock {

std::optional<UpstreamFailure> decode_whole(const UpstreamReply& reply, const Secrets& secrets, openai::EventSink& sink) {
    json::Document document;
    const bool is_json = !document.parse(reply.body, {.depth_max = 64, .allow_lone_surrogates = true});
    const bool is_answer = is_json && document.root().find("output").find("message").find("content").is(json::Kind::array);
    if (!is_answer) {
        UpstreamFailure failure = classify_reply(reply);
        for (const std::string& secret : secrets) hide_secret(failure.message, secret);
        return failure;
    }
    AnswerReader(secrets).read_answer(document.root(), sink);
    return std::nullopt;
}

}  // namespace parley::providers::bedrock
