#include "server/transcript_routes.hpp"

#include <utility>

#include "http/loop.hpp"
#include "json/document.hpp"
#include "server/derived_routes.hpp"
#include "server/kept_transcripts.hpp"
#include "server/plain_refusal.hpp"
#include "server/redacted_audio_route.hpp"
#include "server/speech_service.hpp"
#include "transcripts/kept_document.hpp"
#include "transcripts/placement.hpp"

namespace parley::server {
namespace {

using exchange::ExchangeContext;
using Whereabouts = KeptTranscripts::Whereabouts;

Error bad_request(std::string message) {
    return Error{.kind = ErrorKind::bad_request, .source = ErrorSource::downstream, .message = std::move(message)};
}

Error no_service() {
    return bad_request("no speech-to-text service is configured for this region: see speech_to_text in the configuration");
}

Task<> respond(ExchangeContext& context, const Result<std::string>& document) {
    if (!document) co_return co_await refuse_plainly(context, document.error());
    co_await exchange::respond_json(context, *document);
}

/// False when there is no body to go on with; then the caller has been told.
Task<bool> read_body(ExchangeContext& context) {
    const http::BodyStatus status = co_await context.http.read_body(context.snapshot->config.http_limits.body_bytes_max);
    if (status == http::BodyStatus::complete) co_return true;
    if (status == http::BodyStatus::gone) {
        context.outcome = exchange::unanswered(context);
        co_return false;
    }
    const std::optional<Error> error = exchange::body_error(status);
    co_await refuse_plainly(context, *error);
    co_return false;
}

Task<bool> is_id(ExchangeContext& context, std::string_view id) {
    if (transcripts::is_transcript_id(id)) co_return true;
    const Error error = bad_request("that is not the id of a transcript");
    co_await refuse_plainly(context, error);
    co_return false;
}

/// A wish for a transcript names audio, and has no words yet.
bool names_audio(std::string_view body) {
    json::Document document;
    if (document.parse(body)) return false;
    const json::Value root = document.root();
    return root.find("audio_url").is(json::Kind::string) && root.find("text").is_missing() && root.find("utterances").is_missing();
}

/// What a service says that it has begun.
struct Begun {
    std::string id;  // empty when there is none that could be asked for
    transcripts::TranscriptFacts facts;
};

Begun begun_in(std::string_view document) {
    json::Document parsed;
    if (parsed.parse(document)) return {};
    Begun begun{parsed.root().find("id").string(), transcripts::facts_of(parsed.root())};
    if (!transcripts::is_transcript_id(begun.id)) begun.id.clear();
    return begun;
}

/// Hands the body on, and gives the answer or why there is none.
Task<Result<std::string>> hand_on(ExchangeContext& context, std::string path, std::string_view content_type) {
    const config::SpeechToText* const service = speech_service_of(context);
    if (!service) co_return no_service();
    const std::string_view body = context.http.body();
    Result<SpeechReply> reply = co_await ask_speech_service(context, *service, SpeechMethod::post, std::move(path), content_type, body);
    if (!reply) co_return reply.error();
    if (!reply->ok()) co_return speech_failure(*reply);
    co_return std::move(reply->body);
}

/// The caller's from now on.
Task<> have_made(ExchangeContext& context, KeptTranscripts& kept) {
    std::string path = "/v2/transcript";
    const Result<std::string> document = co_await hand_on(context, std::move(path), "application/json");
    Begun begun = document ? begun_in(*document) : Begun();
    if (begun.id.empty()) co_return co_await respond(context, document);
    const Result<std::string> noted = co_await kept.note_upstream(context, std::move(begun.id), std::move(begun.facts));
    if (!noted) co_return co_await respond(context, noted);
    co_await respond(context, document);
}

/// Where the service has it, it forgets it first. What nobody had made through this gateway is noted then, so that a mark is left.
Task<std::optional<Error>> delete_at_service(ExchangeContext& context, KeptTranscripts& kept, std::string id, Whereabouts where) {
    if (!KeptTranscripts::may_ask_service(context, where)) co_return std::nullopt;
    const config::SpeechToText* const service = speech_service_of(context);
    std::string path = "/v2/transcript/" + id;
    const Result<SpeechReply> reply = co_await ask_speech_service(context, *service, SpeechMethod::del, std::move(path), nothing, nothing);
    if (!reply) co_return reply.error();
    const bool is_gone_already = reply->status == 404 && where == Whereabouts::upstream;
    if (!reply->ok() && !is_gone_already) co_return speech_failure(*reply);
    if (where == Whereabouts::upstream) co_return std::nullopt;
    transcripts::TranscriptFacts gone;
    const Result<std::string> noted = co_await kept.note_upstream(context, std::move(id), std::move(gone));
    if (!noted) co_return noted.error();
    co_return std::nullopt;
}

}  // namespace

Task<> create_transcript(ExchangeContext& context, const RouteServices& services, std::string_view) {
    const bool has_body = co_await read_body(context);
    if (!has_body) co_return;
    KeptTranscripts& kept = services.transcripts;
    if (names_audio(context.http.body())) co_return co_await have_made(context, kept);
    const Uuid uuid = make_uuid(context.services.loop.random());
    std::string id(uuid.view());
    std::string text(context.http.body());
    const Result<std::string> document = co_await kept.put(context, std::move(id), std::move(text));
    co_await respond(context, document);
}

Task<> put_transcript(ExchangeContext& context, const RouteServices& services, std::string_view id) {
    std::string name(id);
    const bool fits = co_await is_id(context, name);
    if (!fits) co_return;
    const bool has_body = co_await read_body(context);
    if (!has_body) co_return;
    std::string text(context.http.body());
    const Result<std::string> document = co_await services.transcripts.put(context, std::move(name), std::move(text));
    co_await respond(context, document);
}

Task<> show_transcript(ExchangeContext& context, const RouteServices& services, std::string_view id) {
    const std::size_t slash = id.find('/');
    const std::optional<Derived> derived = slash == std::string_view::npos ? std::nullopt : derived_named(id.substr(slash + 1));
    std::string name(id.substr(0, derived ? slash : id.size()));
    if (derived) co_return co_await show_derived(context, services, std::move(name), *derived);
    if (slash != std::string_view::npos && id.substr(slash + 1) == redacted_audio_name) {
        name.resize(slash);
        co_return co_await show_redacted_audio(context, services, std::move(name));
    }
    const bool fits = co_await is_id(context, name);
    if (!fits) co_return;
    Result<KeptTranscripts::Found> found = co_await services.transcripts.look_up(context, name);
    if (!found) co_return co_await refuse_plainly(context, found.error());
    if (found->where == Whereabouts::kept) co_return co_await exchange::respond_json(context, found->document);
    if (found->where == Whereabouts::deleted) {
        const Result<std::string> mark = transcripts::deleted_document(name);
        co_return co_await respond(context, mark);
    }
    const Result<std::string> pulled = co_await services.transcripts.pull(context, name, found->where);
    co_await respond(context, pulled);
}

Task<> delete_transcript(ExchangeContext& context, const RouteServices& services, std::string_view id) {
    const std::string name(id);
    const bool fits = co_await is_id(context, name);
    if (!fits) co_return;
    const Result<KeptTranscripts::Found> found = co_await services.transcripts.look_up(context, name);
    if (!found) co_return co_await refuse_plainly(context, found.error());
    if (const auto error = co_await delete_at_service(context, services.transcripts, name, found->where)) {
        co_return co_await refuse_plainly(context, *error);
    }
    const Result<std::string> mark = co_await services.transcripts.remove(context, name);
    co_await respond(context, mark);
}

Task<> upload_audio(ExchangeContext& context, const RouteServices&, std::string_view) {
    if (!speech_service_of(context)) {
        const Error error = no_service();
        co_return co_await refuse_plainly(context, error);
    }
    const bool has_body = co_await read_body(context);
    if (!has_body) co_return;
    std::string path = "/v2/upload";
    const Result<std::string> answer = co_await hand_on(context, std::move(path), "application/octet-stream");
    co_await respond(context, answer);
}

}  // namespace parley::server
