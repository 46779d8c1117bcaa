#include "server/redacted_audio_route.hpp"

#include <utility>

#include "server/kept_transcripts.hpp"
#include "server/plain_refusal.hpp"
#include "server/speech_service.hpp"
#include "transcripts/placement.hpp"

namespace parley::server {
namespace {

using exchange::ExchangeContext;
using Whereabouts = KeptTranscripts::Whereabouts;

Error refusal(ErrorKind kind, std::string message) {
    return Error{.kind = kind, .source = ErrorSource::downstream, .message = std::move(message)};
}

Task<Result<std::string>> ask_for_audio(ExchangeContext& context, const RouteServices& services, std::string id) {
    if (!transcripts::is_transcript_id(id)) co_return refusal(ErrorKind::bad_request, "that is not the id of a transcript");
    const Result<KeptTranscripts::Found> found = co_await services.transcripts.look_up(context, id);
    if (!found) co_return found.error();
    if (found->where == Whereabouts::kept)
        co_return refusal(ErrorKind::bad_request, "the transcript was handed in: there is no audio of it");
    if (found->where == Whereabouts::deleted) co_return refusal(ErrorKind::not_found, "transcript deleted");
    if (!KeptTranscripts::may_ask_service(context, found->where)) co_return transcript_not_found();
    const config::SpeechToText* const service = speech_service_of(context);
    std::string path = "/v2/transcript/" + id + "/";
    path += redacted_audio_name;
    Result<SpeechReply> reply = co_await ask_speech_service(context, *service, SpeechMethod::get, std::move(path), nothing, nothing);
    if (!reply) co_return reply.error();
    if (!reply->ok()) co_return speech_failure(*reply);
    co_return std::move(reply->body);
}

}  // namespace

Task<> show_redacted_audio(ExchangeContext& context, const RouteServices& services, std::string id) {
    const Result<std::string> answer = co_await ask_for_audio(context, services, std::move(id));
    if (!answer) co_return co_await refuse_plainly(context, answer.error());
    co_await exchange::respond_json(context, *answer);
}

}  // namespace parley::server
