#include "exchange/waiting_caller.hpp"

#include <string>
#include <utility>

#include "http/loop.hpp"

namespace parley::exchange {
namespace {

/// What runs beside the caller's wait, with a signal of its own: each of the two waits for one thing at a time.
struct Beginning {
    http::StopSignal stop;
    std::unique_ptr<Relay> relay;
    std::shared_ptr<Call> call;
    std::optional<Error> error = {};
    std::string printed = {};  // by then; the thread's buffer is used by others while a heartbeat is on its way
    bool has_ended = false;
    http::Sleep* waiting = nullptr;  // whoever wants to know
};

/// Nothing is touched after the caller's side was woken: that may have been its end.
Task<> run(std::shared_ptr<Beginning> beginning) {
    std::optional<Error> error = co_await begin(*beginning->relay, *beginning->call);
    beginning->error = std::move(error);
    beginning->printed = beginning->relay->out;
    beginning->has_ended = true;
    if (beginning->waiting) beginning->waiting->wake();
}

Task<http::WaitResult> wait(Beginning& beginning, Deadline deadline, http::StopSignal* stop) {
    http::Sleep sleep = beginning.relay->context.services.loop.sleep_until(deadline, stop);
    beginning.waiting = &sleep;
    const http::WaitResult result = co_await sleep;
    beginning.waiting = nullptr;
    co_return result;
}

/// Until it has ended. False when the caller has left.
Task<bool> keep_company(Beginning& beginning, TimePoint& told) {
    ExchangeContext& context = beginning.relay->context;
    const auto interval = context.snapshot->config.routing.heartbeat;
    while (!beginning.has_ended) {
        const Deadline due = interval == interval.zero() ? Deadline::never() : Deadline::after(told, interval);
        const http::WaitResult waited = co_await wait(beginning, due, &context.http.stop());
        if (waited == http::WaitResult::stopped) co_return false;
        if (beginning.has_ended) break;
        const bool sent = co_await context.http.write(heartbeat);
        if (!sent) co_return false;
        told = context.services.loop.now();
    }
    co_return true;
}

}  // namespace

Task<std::optional<Error>> begin_for_waiting_caller(std::unique_ptr<Relay>& relay, std::shared_ptr<Call> call) {
    ExchangeContext& context = relay->context;
    const auto beginning = std::make_shared<Beginning>();
    beginning->call = std::move(call);
    beginning->relay = std::move(relay);
    beginning->relay->stop_by(beginning->stop);
    // Here alone something is written to the caller until it has ended.
    TimePoint told = std::exchange(beginning->relay->told, std::nullopt).value_or(context.services.loop.now());
    spawn(run(beginning));
    const bool present = co_await keep_company(*beginning, told);
    if (!present) beginning->stop.request(http::StopReason::client_gone);
    while (!beginning->has_ended) co_await wait(*beginning, Deadline::never(), nullptr);
    relay = std::move(beginning->relay);
    relay->stop_by(context.http.stop());
    relay->told = told;
    relay->out = beginning->printed;
    if (!present) co_return std::nullopt;
    co_return std::move(beginning->error);
}

}  // namespace parley::exchange
