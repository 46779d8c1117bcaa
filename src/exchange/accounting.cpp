#include "exchange/accounting.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "exchange/bookkeeper.hpp"

namespace parley::exchange {
namespace {

using ledger::Microseconds;

Microseconds microseconds(Duration duration) { return std::chrono::duration_cast<Microseconds>(duration); }

std::int64_t unix_microseconds() {
    return std::chrono::duration_cast<Microseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

void fill(ledger::Opening& opening, const ExchangeContext& context) {
    const Account& account = context.record.account;
    opening.request_id = std::string_view(context.request_id);
    opening.client_request_id = context.record.client_request_id;
    opening.began = account.began;
    opening.account = context.caller->account;
    opening.key_id = context.caller->key_id.empty() ? context.caller->key_name : context.caller->key_id;
    opening.asked_model = account.asked_model;
    opening.stream = context.record.streamed;
}

/// Of several that make one answer, the caller hears the last: the others had ended before the first chunk was sent.
bool spoke_to_caller(const AttemptFacts& facts, const ExchangeContext& context) {
    return facts.is_running() || facts.ended - context.http.started() >= *context.record.first_chunk;
}

void fill(ledger::Attempt& attempt, std::uint32_t number, const AttemptFacts& facts, const ExchangeContext& context) {
    attempt.number = number;
    attempt.kind = facts.kind;
    attempt.target = facts.target->target;
    attempt.began = microseconds(facts.began - context.http.started());
    attempt.first_chunk.reset();
    const bool began_the_answer = facts.answered && facts.kind != ledger::AttemptKind::resume && spoke_to_caller(facts, context);
    if (began_the_answer && context.record.first_chunk) {
        attempt.first_chunk = microseconds(*context.record.first_chunk) - attempt.began;
    }
    attempt.total = facts.is_running() ? Microseconds(0) : microseconds(facts.ended - facts.began);
    attempt.outcome = facts.outcome;
    attempt.http_status = facts.http_status;
    attempt.error_class = facts.error_class;
    attempt.upstream_id = facts.upstream_id;
    attempt.answered = facts.answered;
    attempt.tokens = facts.counted.tokens;
    attempt.estimated = facts.counted.estimated;
    attempt.rates = facts.model->rates;
    attempt.regional_increase = facts.is_global ? BasisPoints{} : facts.model->model.regional_increase;
}

void fill(ledger::Entry& entry, const ExchangeContext& context, Outcome outcome, int http_status) {
    const ExchangeRecord& record = context.record;
    const Account& account = record.account;
    fill(entry.opening, context);
    entry.answered_model.clear();
    entry.outcome = outcome;
    entry.http_status = http_status;
    entry.error_class.clear();
    entry.first_chunk.reset();
    if (record.first_chunk) entry.first_chunk = microseconds(*record.first_chunk);
    entry.total = microseconds(Clock::now() - context.http.started());
    entry.attempts.resize(account.attempts.size());
    for (std::size_t index = 0; index < account.attempts.size(); ++index) {
        const AttemptFacts& facts = account.attempts[index];
        fill(entry.attempts[index], static_cast<std::uint32_t>(index), facts, context);
        if (facts.answered) entry.answered_model = facts.model->model.id;
    }
    if (outcome != Outcome::ok && !account.attempts.empty()) entry.error_class = account.attempts.back().error_class;
    settle(entry);
}

void end(AttemptFacts& facts, Outcome outcome, int http_status) {
    facts.ended = Clock::now();
    facts.outcome = outcome;
    if (http_status != 0) facts.http_status = http_status;
}

/// What a provider has read, whatever became of its answer.
ledger::CountedTokens asked_tokens(const AttemptFacts& facts) {
    return ledger::counted_tokens(std::nullopt, {.asked_bytes = facts.asked_bytes});
}

/// A provider that refuses does so before it works; one that falls silent, or answers what nobody can read, may have worked.
bool may_have_cost(providers::FailureClass failure) {
    return failure == providers::FailureClass::timeout || failure == providers::FailureClass::malformed_reply;
}

Error too_many_attempts() {
    return Error{.kind = ErrorKind::upstream_unavailable,
                 .source = ErrorSource::gateway,
                 .message = std::string(providers::public_message(ErrorKind::upstream_unavailable)),
                 .problems = {"the answer took too many attempts"}};
}

// Who leaves while a provider works has asked it all the same.
void end_unanswered(AttemptFacts& facts, Outcome outcome) {
    facts.counted = asked_tokens(facts);
    facts.answered = outcome == Outcome::client_gone;
    end(facts, outcome, 0);
}

}  // namespace

void open_account(ExchangeContext& context) {
    Account& account = context.record.account;
    account.is_kept = context.caller != nullptr;
    account.began = unix_microseconds();
    account.attempts_most = attempts_max;
}

void expect_attempts(ExchangeContext& context, std::size_t count) {
    const std::size_t most = std::clamp(count, std::size_t{attempts_max}, ledger::attempts_max);
    context.record.account.attempts_most = static_cast<std::uint32_t>(most);
}

void note_request(ExchangeContext& context, const openai::ChatRequest& request) {
    Account& account = context.record.account;
    const auto& models = context.snapshot->models;
    if (models.contains(request.model)) account.asked_model = request.model;  // otherwise it is whatever a stranger wrote
    context.record.streamed = request.stream;
    context.record.holds_media = !request.parts.image.empty() || !request.parts.audio.empty() || !request.parts.file.empty();
}

std::optional<Error> begin_attempt(ExchangeContext& context, Call& call) {
    Account& account = context.record.account;
    Bookkeeper& books = context.services.books;
    const auto number = static_cast<std::uint32_t>(account.attempts.size());
    if (number >= account.attempts_most) return too_many_attempts();
    call.set_attempt(number);
    AttemptFacts& facts = account.attempts.emplace_back();
    facts.model = &call.served();
    facts.target = &call.target();
    facts.began = Clock::now();
    facts.kind = call.kind();
    facts.is_global = call.request().is_global();
    facts.asked_bytes = call.request().root().raw().size();
    ledger::OpenRecord& record = books.open_scratch();
    fill(record.attempt, number, facts, context);
    if (account.reservation) {
        ledger::AttemptRecord note{.request_id = std::string(std::string_view(context.request_id)), .attempt = record.attempt};
        books.note(*account.reservation, note);
        return std::nullopt;
    }
    fill(record.opening, context);
    const RecordRoom& room = context.snapshot->record_room;
    const std::size_t close_rest = room.close_rest + (account.attempts_most - attempts_max) * room.attempt;
    auto reservation = books.open(record, close_rest, account.attempts_most - 1, room.attempt);
    if (!reservation) {
        account.attempts.pop_back();
        context.services.metrics.add(observe::Counter::ledger_no_room);
        return reservation.error();
    }
    account.reservation.emplace(std::move(*reservation));
    return std::nullopt;
}

void fail_attempt(ExchangeContext& context, std::size_t attempt, providers::FailureClass failure, int http_status) {
    AttemptFacts* const facts = context.record.account.running(attempt);
    if (!facts) return;
    facts->error_class = providers::to_string(failure);
    if (may_have_cost(failure)) facts->counted = asked_tokens(*facts);
    end(*facts, Outcome::failed, http_status);
}

void abandon_attempt(ExchangeContext& context, std::size_t attempt) {
    AttemptFacts* const facts = context.record.account.running(attempt);
    if (!facts) return;
    facts->counted = asked_tokens(*facts);
    end(*facts, Outcome::interrupted, 0);
}

void end_attempt(ExchangeContext& context, std::size_t attempt, const AttemptEnd& how) {
    AttemptFacts* const facts = context.record.account.running(attempt);
    if (!facts) return;
    facts->error_class = how.error_class;
    facts->counted = ledger::counted_tokens(how.usage, {facts->asked_bytes, how.answered_bytes, how.answered_chunks});
    facts->answered = true;
    end(*facts, how.outcome, how.http_status);
}

void replace_answer(ExchangeContext& context, std::size_t attempt) { context.record.account.attempts[attempt].answered = false; }

void close_account(ExchangeContext& context, Outcome outcome, int http_status) {
    Account& account = context.record.account;
    if (!account.is_kept || account.is_closed) return;
    account.is_closed = true;
    bool is_first = true;  // of two that ran beside each other, one is what the caller had asked for
    for (std::size_t attempt = 0; attempt < account.attempts.size(); ++attempt) {
        AttemptFacts* const facts = account.running(attempt);
        if (!facts) continue;
        std::exchange(is_first, false) ? end_unanswered(*facts, outcome) : abandon_attempt(context, attempt);
    }
    Bookkeeper& books = context.services.books;
    ledger::Entry& entry = books.entry_scratch();
    fill(entry, context, outcome, http_status);
    account.charged = entry.charged;
    if (account.reservation) {
        account.closed_by = books.close(std::move(*account.reservation), entry);
        account.reservation.reset();
    } else if (!books.record(entry)) {
        context.services.metrics.add(observe::Counter::ledger_unrecorded);
        return;
    }
    context.services.metrics.add(observe::Counter::ledger_entries);
}

Task<bool> account_is_safe(ExchangeContext& context) {
    Bookkeeper& books = context.services.books;
    if (!books.waits_for_disk() || context.record.account.closed_by == 0) co_return true;
    const Deadline deadline = deadlines_of(context).total;
    co_return co_await books.durable(context.record.account.closed_by, deadline);
}

Error not_recorded() {
    return Error{.kind = ErrorKind::not_ready,
                 .source = ErrorSource::gateway,
                 .message = "Usage cannot be recorded at the moment. Please retry shortly.",
                 .retry_after = std::chrono::seconds(1)};
}

}  // namespace parley::exchange
