#include "exchange/next_attempt.hpp"

#include <string>
#include <utility>

#include "exchange/accounting.hpp"
#include "exchange/rate_limit.hpp"
#include "http/loop.hpp"

namespace parley::exchange {
namespace {

using routing::Step;

/// Whether the call can be made. One that cannot stands among the attempts, as one that was not made.
bool aim(ExchangeContext& context, ChatTurn& turn, const Step& step) {
    const bool is_another_model = step.place.model != turn.call()->place().model;
    const char* fault = nullptr;
    if (turn.aim(context, step)) fault = "not_expressible";
    if (!fault && is_another_model && count_against_limit(context, turn.model_id())) fault = "request_limit";
    if (!fault) return true;
    context.record.failed.push_back({turn.model_id(), 0, fault});
    return false;
}

void count(ExchangeContext& context, const Step& step) {
    const bool is_retry = step.kind == Step::Kind::retry;
    context.services.metrics.add(is_retry ? observe::Counter::upstream_retries : observe::Counter::upstream_fallbacks);
}

/// A step has refused the answer: its model may hear what was wrong, and answer once more.
bool ask_again(ExchangeContext& context, ChatTurn& turn) {
    const std::string correction = std::exchange(context.record.correction, {});
    const std::size_t attempt = turn.call()->attempt();
    if (!turn.ask_again(context, correction)) return false;
    replace_answer(context, attempt);
    context.services.metrics.add(observe::Counter::upstream_retries);
    return true;
}

}  // namespace

Task<bool> next_attempt(ExchangeContext& context, ChatTurn& turn, const Error& error, http::StopSignal& stop) {
    if (stop.requested()) co_return false;
    if (std::exchange(context.record.is_aimed, false)) co_return true;
    if (turn.call()->take_mended()) {
        describe(context, *turn.call());
        context.record.failure.reset();
        co_return true;
    }
    if (!context.record.correction.empty()) co_return ask_again(context, turn);
    if (!context.record.failure) co_return false;
    http::Loop& loop = context.services.loop;
    const routing::Failure failure{*context.record.failure, error.retry_after};
    for (;;) {
        const Step step = turn.step_after(context, failure);
        if (step.kind == Step::Kind::give_up) co_return false;
        if (step.at) {
            const http::WaitResult waited = co_await loop.sleep_until(*step.at, &stop);
            if (waited != http::WaitResult::timed_out) co_return false;
        }
        if (!aim(context, turn, step)) continue;
        context.record.failure.reset();
        count(context, step);
        co_return true;
    }
}

}  // namespace parley::exchange
