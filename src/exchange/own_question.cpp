#include "exchange/own_question.hpp"

#include <memory>
#include <utility>

#include "exchange/accounting.hpp"
#include "exchange/attempt_outcome.hpp"
#include "exchange/next_attempt.hpp"
#include "exchange/upstream_request_id.hpp"
#include "json/write.hpp"

namespace parley::exchange {
namespace {

/// Keeps what a model says in the end: its thoughts and calls are nobody's.
class Listener final : public openai::EventSink {
  public:
    void start(std::string_view) override {}
    void text(std::string_view escaped, openai::TextChannel, std::string_view) override { said_ += escaped; }
    void reasoning(std::string_view escaped) override { thought_bytes_ += escaped.size(); }
    void signature(std::string_view) override {}
    void tool_start(std::uint32_t, std::string_view, std::string_view) override {}
    void tool_args(std::uint32_t, std::string_view) override {}
    void tool_end(std::uint32_t) override {}
    void usage(const openai::Usage& usage) override { usage_ = usage; }
    void finish(openai::FinishReason reason, std::string_view) override {
        if (!finish_) finish_ = reason;
    }
    void error(const Error& error) override {
        if (!error_) error_ = error;
    }

    std::optional<Error> failure() const {
        if (error_) return error_;
        if (finish_) return std::nullopt;
        return Error{.kind = ErrorKind::upstream_truncated,
                     .source = ErrorSource::upstream,
                     .message = std::string(providers::public_message(ErrorKind::upstream_truncated)),
                     .problems = {"the provider's answer ended before its end"}};
    }
    OwnAnswer answer() const {
        OwnAnswer answer{.text = {}, .is_cut = finish_ == openai::FinishReason::length};
        json::append_unescaped(answer.text, said_);
        return answer;
    }
    AttemptEnd end(int upstream_status) const {
        return {.http_status = upstream_status, .usage = usage_, .answered_bytes = said_.size() + thought_bytes_};
    }
    const std::optional<openai::Usage>& last_usage() const { return usage_; }

  private:
    std::string said_;  // escaped
    std::size_t thought_bytes_ = 0;
    std::optional<openai::Usage> usage_;
    std::optional<openai::FinishReason> finish_;
    std::optional<Error> error_;
};

/// Who was stopped is nobody's failure.
Error failed(ExchangeContext& context, const Call& call, const http::StopSignal& stop, const Error& error) {
    if (!stop.requested()) return count_failure(context, call.attempt(), error);
    if (!context.http.stop().requested()) abandon_attempt(context, call.attempt());
    return error;
}

Result<OwnAnswer> read_answer(ExchangeContext& context, const Call& call, const providers::UpstreamReply& reply) {
    Listener listener;
    const ResolvedTarget& target = call.target();
    if (const auto failure = target.provider->decode(reply, target.target, listener))
        return count_failure(context, call.attempt(), *failure);
    if (const auto failure = listener.failure()) return count_failure(context, call.attempt(), *failure);
    count_success(context, call.attempt());
    count_usage(context, listener.last_usage());
    end_attempt(context, call.attempt(), listener.end(reply.status));
    return listener.answer();
}

Task<Result<OwnAnswer>> ask_once(ExchangeContext& context, ChatTurn& turn, http::StopSignal& stop) {
    const std::shared_ptr<Call> call = turn.call();
    upstream::Attempt attempt(context.services.pool, context.snapshot->config.http_limits, deadlines_of(context), &stop);
    if (auto error = begin_attempt(context, *call)) co_return std::move(*error);
    count_attempt(context, *call);
    const Result<upstream::ReplyHead> head = co_await attempt.send(call->target().origin, call->encoded());
    if (!head) co_return failed(context, *call, stop, head.error());
    note_upstream_request_id(context, call->attempt(), *head);
    const Result<std::string_view> body = co_await attempt.read_whole();
    if (!body) co_return failed(context, *call, stop, body.error());
    if (!head->ok()) co_return count_failure(context, *call, reply_of(*head, *body));
    co_return read_answer(context, *call, reply_of(*head, *body));
}

}  // namespace

Task<Result<OwnAnswer>> ask_whole_text(ExchangeContext& context, ChatTurn& turn, http::StopSignal& stop) {
    Result<OwnAnswer> answer = co_await ask_once(context, turn, stop);
    while (!answer) {
        const bool again = co_await next_attempt(context, turn, answer.error(), stop);
        if (!again) break;
        answer = co_await ask_once(context, turn, stop);
    }
    co_return answer;
}

Task<Result<OwnAnswer>> ask_own_question(ExchangeContext& context, OwnQuestion question, http::StopSignal& stop) {
    const auto turn = std::make_unique<ChatTurn>();
    std::optional<Error> error = turn->read_own(context, std::move(question.body));
    if (!error) error = turn->choose_target(context, unix_seconds(), question.asker);
    if (!error) error = turn->check_room();
    if (error) co_return std::move(*error);
    turn->call()->set_kind(question.kind);
    co_return co_await ask_whole_text(context, *turn, stop);
}

}  // namespace parley::exchange
