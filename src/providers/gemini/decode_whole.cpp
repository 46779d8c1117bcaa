#include "providers/gemini/decode_whole.hpp"

#include "json/document.hpp"
#include "providers/gemini/answer_reader.hpp"
#include "providers/gemini/failures.hpp"
#include "providers/gemini/wire.hpp"
#include "providers/stream_faults.hpp"

namespace parley::providers::gemini {
namespace {

/// Whether there is an answer in it, be it that there will be none.
bool is_answer(json::Value root) {
    for (const json::Value element : root.elements()) return is_answer(element);
    const ReplyMembers members = reply_members.read(root);
    const bool is_blocked = members.promptFeedback.find("blockReason").is(json::Kind::string);
    return members.error.is_missing() && (members.candidates.size() > 0 || is_blocked);
}

}  // namespace

std::optional<UpstreamFailure> decode_whole(const UpstreamReply& reply, std::string_view credential, openai::EventSink& sink) {
    json::Document document;
    if (document.parse(reply.body, {.depth_max = 64, .allow_lone_surrogates = true})) return classify_reply(reply);
    if (!is_answer(document.root())) return classify_reply(reply);

    AnswerReader answer(credential);
    answer.read(document.root(), sink);
    if (!answer.has_finish_reason() && !answer.has_content()) answer.fail(malformed_answer(), sink);
    answer.end(sink);
    return std::nullopt;
}

}  // namespace parley::providers::gemini
