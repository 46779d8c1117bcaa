#include "upstream/attempt.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/short_text.hpp"
#include "base/small_blocks.hpp"
#include "base/wall_clock.hpp"
#include "http/content_coding.hpp"
#include "http/loop.hpp"
#include "upstream/authorize.hpp"

namespace parley::upstream {
namespace {

/// What one read of a stream brings. All of it is printed before the next read, and a chunk grows by its id and its model, so this
/// bounds what is kept of a stream whose caller has stalled: tens of kilobytes.
constexpr std::size_t stream_piece_bytes_max = 16 * 1024;

/// After the end marker the body's own end is due at once; a connection that takes longer is not worth keeping.
constexpr std::chrono::milliseconds tail_timeout{100};

/// How providers call their id of a request: OpenAI and most of its look-alikes; Anthropic; AWS.
constexpr std::array request_id_fields = {std::string_view("x-request-id"), std::string_view("request-id"),
                                          std::string_view("x-amzn-requestid")};

std::string_view request_id_in(const http::Fields& fields) {
    for (const std::string_view name : request_id_fields) {
        if (const std::string_view id = fields.find(name); !id.empty()) return id;
    }
    return {};
}

ReplyHead reply_head_of(const http::ResponseHead& head, std::string_view reply_field) {
    ReplyHead reply;
    reply.status = head.status;
    reply.content_type = head.content_type;
    reply.retry_after = head.fields.find("retry-after");
    reply.retry_after_ms = head.fields.find("retry-after-ms");
    reply.date = head.fields.find("date");
    reply.request_id = request_id_in(head.fields);
    if (!reply_field.empty()) reply.reply_field = head.fields.find(reply_field);

    // The head lies in a buffer that others use: what was found moves out together.
    const std::array texts = {&reply.content_type, &reply.retry_after, &reply.retry_after_ms,
                              &reply.date,         &reply.reply_field, &reply.request_id};
    std::size_t bytes = 0;
    for (const std::string_view* const text : texts) bytes += text->size();
    reply.kept.resize(bytes);
    char* at = reply.kept.data();
    for (std::string_view* const text : texts) {
        std::copy_n(text->data(), text->size(), at);
        *text = std::string_view(at, text->size());
        at += text->size();
    }
    return reply;
}

/// A failure of the transport as the caller is told it: the contract's text, and what happened among the problems, as with
/// the failures that providers report themselves.
Error told(Error error) {
    if (error.source != ErrorSource::upstream) return error;
    error.problems = {std::move(error.message)};
    error.message = providers::public_message(error.kind);
    return error;
}

/// The fields that say who asks, where the head made beforehand does not.
std::string authorization_of(const providers::UpstreamRequest& request, const Secret& token) {
    if (request.authorizer) return request.authorizer->fields(request, token, unix_now());
    if (!request.tokens) return {};
    std::string field = "authorization: Bearer ";
    return field.append(token.reveal()).append("\r\n");
}

Error upstream_error(ErrorKind kind, const char* message) {
    return told(Error{.kind = kind, .source = ErrorSource::upstream, .message = message});
}

}  // namespace

Attempt::Attempt(http::ConnectionPool& pool, const http::Limits& limits, const Deadlines& deadlines, http::StopSignal* stop)
    : pool_(pool),
      whole_bytes_max_(limits.body_bytes_max),
      deadlines_(deadlines),
      first_chunk_(Deadline::after(pool.loop().now(), deadlines.first_chunk_timeout).sooner(deadlines.total)),
      stop_(stop),
      exchange_(pool, limits, stop) {}

Task<Result<ReplyHead>> Attempt::send(const http::Origin& origin, const providers::UpstreamRequest& request) {
    ShortText<64> framing;
    framing << "content-length: " << request.body_bytes << "\r\n\r\n";
    Secret token;
    if (request.tokens) {
        Result<Secret> got = co_await wait_for_token(request.tokens, pool_, first_chunk_, stop_);
        if (!got) co_return told(got.error());
        token = std::move(*got);
    }
    const std::string authorization = authorization_of(request, token);  // outlives the sending, as the pieces do
    std::vector<std::string_view, SmallBlocks<std::string_view>> pieces;
    pieces.reserve(request.body.size() + 3);
    pieces.push_back(request.head);
    if (!authorization.empty()) pieces.push_back(authorization);
    pieces.push_back(framing.view());
    pieces.insert(pieces.end(), request.body.begin(), request.body.end());

    const http::ClientExchange::Deadlines deadlines{deadlines_.connect_timeout, first_chunk_};
    const Result<void> answered = co_await exchange_.request(origin, pieces, deadlines);
    if (!answered) co_return told(answered.error());

    const http::ResponseHead& head = exchange_.head();
    ReplyHead reply = reply_head_of(head, request.reply_field);
    const bool is_refused = request.tokens && request.tokens->source().is_refusal(reply.status, reply.reply_field);
    if (is_refused) request.tokens->drop(token);  // for whoever asks next
    const std::string_view coding = head.fields.find("content-encoding");
    if (!coding.empty() && !http::same_token(coding, "identity")) content_coding_ = coding;
    exchange_.release_head();
    co_return reply;
}

Task<Result<std::string_view>> Attempt::read_whole() {
    const Result<std::string_view> body = co_await exchange_.read_all(whole_bytes_max_, first_chunk_);
    if (!body) co_return told(body.error());
    if (content_coding_.empty()) co_return body;
    Result<std::string> decoded = http::decode_content(content_coding_, *body, whole_bytes_max_);
    if (!decoded) co_return told(decoded.error());
    decoded_ = std::move(*decoded);
    co_return std::string_view(decoded_);
}

Task<Attempt::Arrival> Attempt::arrival(bool first_chunk_seen, Deadline look_up) {
    if (exchange_.has_input()) co_return Arrival::bytes;  // it came with the head
    if (!idle_) idle_ = Deadline::after(pool_.loop().now(), deadlines_.idle_timeout).sooner(deadlines_.total);
    const Deadline last = first_chunk_seen ? *idle_ : first_chunk_;
    const Deadline next = last.sooner(look_up);
    if (first_chunk_seen) exchange_.goes_on();
    const http::ClientExchange::Step step = co_await exchange_.more(next, stream_piece_bytes_max);
    if (step == http::ClientExchange::Step::timed_out && next != last) co_return Arrival::none;
    idle_.reset();
    switch (step) {
        case http::ClientExchange::Step::need_input: co_return Arrival::bytes;
        case http::ClientExchange::Step::timed_out: co_return Arrival::timed_out;
        case http::ClientExchange::Step::stopped: co_return Arrival::stopped;
        default: co_return Arrival::end;
    }
}

void Attempt::feed(Arrival arrival, providers::StreamDecoder& decoder, openai::EventSink& sink) {
    using Step = http::ClientExchange::Step;
    if (!content_coding_.empty()) {
        ended_ = true;
        return sink.error(upstream_error(ErrorKind::upstream_error, "the provider compressed a stream, which was not asked for"));
    }
    if (arrival == Arrival::timed_out) {
        ended_ = true;
        return sink.error(upstream_error(ErrorKind::upstream_timeout, "the provider fell silent"));
    }
    Step step = arrival == Arrival::bytes ? Step::slice : Step::complete;
    while (step == Step::slice) {
        std::string_view slice;
        step = exchange_.next(slice);
        if (step == Step::slice) decoder.feed(slice, sink);
    }
    if (step == Step::need_input) return;
    ended_ = true;
    decoder.finish(sink);
}

void Attempt::read_tail(std::unique_ptr<Attempt> attempt) {
    if (attempt->exchange_.complete()) return;
    attempt->exchange_.detach_from_stop();
    spawn(read_rest(std::move(attempt)));
}

Task<> Attempt::read_rest(std::unique_ptr<Attempt> attempt) {
    using Step = http::ClientExchange::Step;
    const Deadline deadline = Deadline::after(attempt->pool_.loop().now(), tail_timeout);
    for (;;) {
        std::string_view ignored;
        Step step = attempt->exchange_.next(ignored);
        if (step == Step::need_input) step = co_await attempt->exchange_.more(deadline);
        if (step != Step::slice && step != Step::need_input) co_return;
    }
}

}  // namespace parley::upstream
