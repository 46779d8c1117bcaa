#include "exchange/retry.hpp"

#include "http/loop.hpp"

namespace parley::exchange {
namespace {

/// Callers see it among the attempts, as the one that was not made.
void note_withheld_retry(ExchangeContext& context) {
    context.record.failed.push_back({context.record.model->model.id, 0, "retry_budget"});
    context.services.metrics.add(observe::Counter::upstream_retries_withheld);
}

}  // namespace

Task<bool> wait_for_retry(ExchangeContext& context, routing::PlainRetry& retry, const Error& error) {
    if (context.http.stop().requested() || !context.record.failure) co_return false;
    http::Loop& loop = context.services.loop;
    const routing::Failure failure{*context.record.failure, error.retry_after};
    const std::optional<Deadline> moment = retry.after(failure, loop.now(), loop.random());
    if (!moment) co_return false;
    if (!context.record.target->retry_budget->take_retry(loop.now())) {
        note_withheld_retry(context);
        co_return false;
    }
    const http::WaitResult waited = co_await loop.sleep_until(*moment, &context.http.stop());
    if (waited != http::WaitResult::timed_out) co_return false;
    context.record.failure.reset();
    context.services.metrics.add(observe::Counter::upstream_retries);
    co_return true;
}

}  // namespace parley::exchange
