#include "exchange/race.hpp"

#include <array>
#include <string>
#include <utility>

#include "exchange/accounting.hpp"
#include "exchange/rate_limit.hpp"
#include "http/loop.hpp"
#include "http/numbers.hpp"
#include "openai/problems.hpp"
#include "routing/hedge_wait.hpp"

namespace parley::exchange {
namespace {

class Race;

/// One of the two. Shared with the coroutine that runs it, which may be the last to let go.
struct Runner {
    Runner(ExchangeContext& context, std::shared_ptr<Call> of)
        : call(std::move(of)), relay(std::make_unique<Relay>(context, *call, stop)) {}

    http::StopSignal stop;
    std::shared_ptr<Call> call;
    std::unique_ptr<Relay> relay;
    std::optional<Error> error = {};
    bool has_ended = false;  // with a first chunk, an error, or because it was stopped
    Race* race = nullptr;    // whoever wants to know; null once nobody does

    bool has_spoken() const { return has_ended && !error && relay->has_begun(); }
};

class Race {
  public:
    explicit Race(ExchangeContext& context) : context_(context) {}
    Race(const Race&) = delete;
    Race& operator=(const Race&) = delete;
    /// Whoever still runs is stopped, at once, and its connection closed.
    ~Race() {
        for (const auto& runner : runners_) abandon(runner);
    }

    void start(const std::shared_ptr<Call>& call);
    /// Waits until somebody has spoken or failed, or the moment has come. False when the caller has left.
    Task<bool> wait(Deadline deadline);

    /// Nobody has spoken, and somebody still may.
    bool is_open() const { return !winner() && !failure(); }
    const std::shared_ptr<Runner>& first() const { return runners_[0]; }
    /// Null as long as nobody has spoken.
    Runner* winner() const;
    /// All have failed: the last error.
    const Error* failure() const;
    void wake() {
        if (waiting_) waiting_->wake();
    }
    void note_failure(const Error& error) { last_error_ = error; }

  private:
    void abandon(const std::shared_ptr<Runner>& runner);

    ExchangeContext& context_;
    std::array<std::shared_ptr<Runner>, 2> runners_;
    http::Sleep* waiting_ = nullptr;
    std::optional<Error> last_error_;
};

/// Nothing of the race is touched after it was woken: that may have been its end.
Task<> run(std::shared_ptr<Runner> runner) {
    std::optional<Error> error = co_await begin(*runner->relay, *runner->call);
    runner->error = std::move(error);
    runner->has_ended = true;
    if (!runner->race) co_return;
    if (runner->error) runner->race->note_failure(*runner->error);
    runner->race->wake();
}

void Race::start(const std::shared_ptr<Call>& call) {
    auto& runner = runners_[runners_[0] ? 1 : 0];
    runner = std::make_shared<Runner>(context_, call);
    runner->race = this;
    spawn(run(runner));
}

Task<bool> Race::wait(Deadline deadline) {
    http::Sleep sleep = context_.services.loop.sleep_until(deadline, &context_.http.stop());
    waiting_ = &sleep;
    const http::WaitResult result = co_await sleep;
    waiting_ = nullptr;
    co_return result != http::WaitResult::stopped;
}

Runner* Race::winner() const {
    for (const auto& runner : runners_) {
        if (runner && runner->has_spoken()) return runner.get();
    }
    return nullptr;
}

const Error* Race::failure() const {
    for (const auto& runner : runners_) {
        if (runner && !(runner->has_ended && runner->error)) return nullptr;
    }
    return last_error_ ? &*last_error_ : nullptr;
}

/// What a silent target took so far is the least that it would have taken.
void Race::abandon(const std::shared_ptr<Runner>& runner) {
    if (!runner) return;
    runner->race = nullptr;
    if (runner->has_ended) return;
    const std::size_t attempt = runner->relay->number;
    const bool caller_has_left = context_.http.stop().requested();
    runner->stop.request(http::StopReason::client_gone);
    if (caller_has_left) return;
    const AttemptFacts& facts = context_.record.account.attempts[attempt];
    const TimePoint now = Clock::now();
    facts.target->health->first_chunk.record(now - facts.began, now);
    abandon_attempt(context_, attempt);
}

/// What the caller, the model or the configuration says of a second target.
std::optional<catalog::Hedge> hedge_of(const ExchangeContext& context, const Call& call) {
    const std::string_view asked = context.http.head().fields.find(first_chunk_budget_field);
    if (!asked.empty()) {
        catalog::Hedge hedge;
        hedge.after = std::chrono::milliseconds(http::parse_decimal(asked).value_or(first_chunk_budget_ms_max));
        return hedge;
    }
    const std::optional<catalog::Hedge>& of_model = call.model().hedge;
    return of_model ? of_model : context.snapshot->config.routing.hedge;
}

bool budget_allows(ExchangeContext& context, const Call& call) {
    const std::optional<catalog::Hedge> hedge = hedge_of(context, call);
    return hedge && call.target().health->hedges.take_hedge(context.services.loop.now(), hedge->budget);
}

/// Aims the turn at the second target. False: there is none, or it may not be asked now; what the answer's head says is then as before.
bool aim_beside(ExchangeContext& context, ChatTurn& turn) {
    const std::shared_ptr<Call> first = turn.call();
    if (!budget_allows(context, *first)) return false;
    const routing::Step step = turn.step_beside(context);
    if (step.kind == routing::Step::Kind::give_up) return false;
    if (turn.aim(context, step)) return false;
    const bool is_another_model = turn.call()->place().model != first->place().model;
    return !is_another_model || !count_against_limit(context, turn.model_id());
}

/// Starts the second call, if there may be one.
void start_second(ExchangeContext& context, ChatTurn& turn, Race& race) {
    using observe::Counter;
    std::string fields = context.fields;
    if (aim_beside(context, turn)) {
        context.services.metrics.add(Counter::upstream_hedges);
        race.start(turn.call());
        return;
    }
    context.services.metrics.add(Counter::upstream_hedges_withheld);
    context.fields = std::move(fields);
    context.record.model = &race.first()->call->served();
}

}  // namespace

std::optional<Error> check_first_chunk_budget(const ExchangeContext& context) {
    const std::string_view asked = context.http.head().fields.find(first_chunk_budget_field);
    if (asked.empty()) return std::nullopt;
    const auto milliseconds = http::parse_decimal(asked);
    if (milliseconds && *milliseconds >= 1 && *milliseconds <= first_chunk_budget_ms_max) return std::nullopt;
    return openai::invalid_request(openai::Problems::one(std::string(first_chunk_budget_field) + " must be a whole number from 1 to " +
                                                         std::to_string(first_chunk_budget_ms_max)));
}

std::optional<Duration> patience_with(const ExchangeContext& context, const Call& call) {
    if (call.request().post_processing.keeps_answer()) return std::nullopt;  // nothing is heard before the end
    const std::optional<catalog::Hedge> hedge = hedge_of(context, call);
    if (!hedge) return std::nullopt;
    return routing::hedge_wait(*hedge, call.target().health->first_chunk, context.services.loop.now());
}

Task<std::optional<Error>> begin_first(std::unique_ptr<Relay>& relay, ExchangeContext& context, ChatTurn& turn, Duration patience) {
    const Deadline silent_until = Deadline::after(context.services.loop.now(), patience);
    std::string fields = context.fields;
    Race race(context);
    race.start(turn.call());
    bool present = true;
    if (race.is_open()) present = co_await race.wait(silent_until);
    if (present && race.is_open()) start_second(context, turn, race);
    while (present && race.is_open()) present = co_await race.wait(Deadline::never());
    if (!present) co_return std::nullopt;
    Runner* const winner = race.winner();
    if (!winner) co_return *race.failure();

    const bool is_second = winner != race.first().get();
    if (is_second) context.services.metrics.add(observe::Counter::upstream_hedges_won);
    if (!is_second) context.fields = std::move(fields);
    context.record.model = &winner->call->served();
    context.record.target = &winner->call->target();
    context.record.named_attempt = winner->relay->number;
    context.record.failure.reset();
    relay = std::move(winner->relay);
    relay->stop_by(context.http.stop());
    co_return std::nullopt;
}

}  // namespace parley::exchange
