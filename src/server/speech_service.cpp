#include "server/speech_service.hpp"

#include <utility>

#include "exchange/chat_turn.hpp"
#include "providers/provider.hpp"
#include "providers/retry_after.hpp"
#include "upstream/attempt.hpp"

namespace parley::server {
namespace {

std::string_view to_string(SpeechMethod method) {
    switch (method) {
        case SpeechMethod::get: return "GET ";
        case SpeechMethod::post: return "POST ";
        case SpeechMethod::del: return "DELETE ";
    }
    return "GET ";
}

constexpr std::string_view own_key_field = "x-speech-to-text-key";

Error bad_request(std::string message) {
    return Error{.kind = ErrorKind::bad_request, .source = ErrorSource::downstream, .message = std::move(message)};
}

/// The operator's, or the caller's own where there is none.
Result<Secret> key_of(const exchange::ExchangeContext& context, const config::SpeechToText& service) {
    if (!service.credential.empty()) return service.credential;
    const std::string_view shown = context.http.head().fields.find(own_key_field);
    if (shown.empty()) return bad_request("the speech-to-text service takes a key of the caller's own: show it in x-speech-to-text-key");
    return Secret(std::string(shown));
}

/// AssemblyAI takes its key as it is, without a scheme.
std::string head_of(const config::SpeechToText& service, const Secret& key, SpeechMethod method, std::string_view path,
                    std::string_view content_type) {
    std::string head(to_string(method));
    head += service.base_url.path;
    head += path;
    head += " HTTP/1.1\r\n";
    http::append_field(head, "host", service.base_url.authority());
    http::append_field(head, "authorization", key.reveal());
    http::append_field(head, "accept", "application/json");
    http::append_field(head, "accept-encoding", "identity");
    if (!content_type.empty()) http::append_field(head, "content-type", content_type);
    return head;
}

Error upstream_failure(ErrorKind kind, int status) {
    return Error{.kind = kind,
                 .source = ErrorSource::upstream,
                 .message = std::string(providers::public_message(kind)),
                 .problems = {"the speech-to-text service answered with status " + std::to_string(status)},
                 .upstream_status = status};
}

}  // namespace

const config::SpeechToText* speech_service_of(const exchange::ExchangeContext& context) {
    for (const config::SpeechToText& service : context.snapshot->config.speech_to_text) {
        if (service.region == context.region) return &service;
    }
    return nullptr;
}

bool shows_own_key(const exchange::ExchangeContext& context, const config::SpeechToText& service) {
    return service.credential.empty() && !context.http.head().fields.find(own_key_field).empty();
}

Task<Result<SpeechReply>> ask_speech_service(exchange::ExchangeContext& context, const config::SpeechToText& service, SpeechMethod method,
                                             std::string path, std::string_view content_type, std::string_view body) {
    const Result<Secret> key = key_of(context, service);
    if (!key) co_return key.error();
    const config::BaseUrl& url = service.base_url;
    const http::Origin origin{url.scheme == config::BaseUrl::Scheme::https, url.host, url.port};
    const std::string head = head_of(service, *key, method, path, content_type);
    providers::UpstreamRequest request;
    request.head = head;
    if (!body.empty()) request.body.push_back(body);
    request.body_bytes = body.size();

    upstream::Attempt attempt(context.services.pool, context.snapshot->config.http_limits, exchange::deadlines_of(context),
                              &context.http.stop());
    const Result<upstream::ReplyHead> answered = co_await attempt.send(origin, request);
    if (!answered) co_return answered.error();
    const Result<std::string_view> read = co_await attempt.read_whole();
    if (!read) co_return read.error();
    SpeechReply reply;
    reply.status = answered->status;
    reply.body = *read;
    reply.callers_key = service.credential.empty();
    co_return reply;
}

Error speech_failure(const SpeechReply& reply) {
    const bool refuses_key = reply.status == 401 || reply.status == 403;
    if (refuses_key && reply.callers_key) return bad_request("the speech-to-text service does not take the key in x-speech-to-text-key");
    switch (reply.status) {
        case 400: {
            json::Document document;
            const json::Value why = document.parse(reply.body) ? json::Value() : document.root().find("error");
            return bad_request(why.is(json::Kind::string) ? why.string() : "the speech-to-text service refused the request");
        }
        case 404: return Error{.kind = ErrorKind::not_found, .source = ErrorSource::downstream, .message = "transcript not found"};
        case 429:
            return Error{.kind = ErrorKind::rate_limited,
                         .source = ErrorSource::upstream,
                         .message = "too many requests for this action",
                         .upstream_status = reply.status};
        case 503: return upstream_failure(ErrorKind::upstream_unavailable, reply.status);
        default: return upstream_failure(ErrorKind::upstream_error, reply.status);  // our own credential's trouble among them
    }
}

}  // namespace parley::server
