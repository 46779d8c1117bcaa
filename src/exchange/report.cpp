#include "exchange/report.hpp"

#include "exchange/request_line.hpp"

namespace parley::exchange {
namespace {

observe::Counter counter_of(Outcome outcome) {
    // The counters stand in the order of the outcomes.
    return static_cast<observe::Counter>(static_cast<int>(observe::Counter::outcome_ok) + static_cast<int>(outcome));
}
static_assert(static_cast<int>(Outcome::failed) ==
              static_cast<int>(observe::Counter::outcome_failed) - static_cast<int>(observe::Counter::outcome_ok));

bool is_worth_a_line(const config::Log& log, observe::Level level) {
    // Both lists of levels are in the same order.
    return log.requests && static_cast<int>(level) >= static_cast<int>(log.level);
}
static_assert(static_cast<int>(config::LogLevel::debug) == static_cast<int>(observe::Level::debug) &&
              static_cast<int>(config::LogLevel::error) == static_cast<int>(observe::Level::error));

/// Some servers cut a prompt that is too long for them, answer the rest, and say nothing: only their count of tokens shows it. No text
/// has so many bytes to a token, so that nobody is suspected who only counts otherwise than others. Source: Ollama docs, "FAQ", context
/// window.
bool was_prompt_cut(const ExchangeRecord& record) {
    constexpr std::uint64_t bytes_for_a_token_max = 16;
    constexpr std::uint64_t asked_bytes_min = 16 * 1024;
    if (!record.usage || record.usage->prompt_tokens == 0 || record.holds_media || record.account.attempts.size() != 1) return false;
    const std::uint64_t asked_bytes = record.account.attempts.front().asked_bytes;
    return asked_bytes >= asked_bytes_min && asked_bytes > bytes_for_a_token_max * static_cast<std::uint64_t>(record.usage->prompt_tokens);
}

/// Nobody's fault, or the caller's, is no news for the operator.
observe::Level level_of(const ExchangeContext& context, observe::Level usually) {
    const bool failed = context.outcome == Outcome::failed || context.outcome == Outcome::upstream_cut;
    return failed || was_prompt_cut(context.record) ? observe::Level::warning : usually;
}

RequestLine line_of(const ExchangeContext& context, std::string_view route, observe::Level level) {
    const ExchangeRecord& record = context.record;
    RequestLine line;
    line.time = std::chrono::system_clock::now();
    line.level = level;
    line.request_id = context.request_id;
    line.client_request_id = record.client_request_id;
    if (context.caller) {
        line.key = context.caller->key_name;
        line.key_id = context.caller->key_id;
        line.account = context.caller->account;
    }
    line.route = route;
    line.region = context.region;
    if (record.model) line.model = record.model->model.id;
    if (record.target) {
        line.provider = record.target->target.provider;
        line.upstream_model = record.target->target.model;
        if (record.named_attempt) line.upstream_request_id = record.account.attempts[*record.named_attempt].upstream_id;
    }
    line.streamed = record.streamed;
    line.status = record.status;
    line.outcome = context.outcome;
    if (record.failure) line.failure = providers::to_string(*record.failure);
    line.attempts = record.attempts;
    line.usage = record.usage;
    line.prompt_cut = was_prompt_cut(record);
    if (!record.account.attempts.empty()) line.cost = record.account.charged;
    line.first_chunk = record.first_chunk;
    line.total = Clock::now() - context.http.started();
    return line;
}

void write_line(ThreadServices& services, const RequestLine& line) {
    std::string& text = services.scratch;
    text.clear();
    append_request_line(text, line);
    if (!services.request_log.append(text)) services.metrics.add(observe::Counter::log_lines_dropped);
}

}  // namespace

void report(ExchangeContext& context, std::string_view route, observe::Level usually) {
    context.services.metrics.add(counter_of(context.outcome));
    const observe::Level level = level_of(context, usually);
    if (is_worth_a_line(context.snapshot->config.log, level)) write_line(context.services, line_of(context, route, level));
}

void report_refusal(ThreadServices& services, const config::Log& log, std::string_view request_id, int status) {
    services.metrics.add(observe::Counter::outcome_refused);
    if (!is_worth_a_line(log, observe::Level::info)) return;
    RequestLine line;
    line.time = std::chrono::system_clock::now();
    line.request_id = request_id;
    line.status = status;
    line.outcome = Outcome::refused;
    write_line(services, line);
}

void count_by_model(ExchangeContext& context) {
    const ExchangeRecord& record = context.record;
    const observe::ModelLabel label = record.model ? record.model->label : observe::ModelNames::other;
    observe::ModelCounts& counts = context.services.metrics.model(label);
    counts.add_request(context.outcome, record.status);
    if (record.first_chunk) counts.record_first_chunk(*record.first_chunk);
    if (!record.usage) return;
    using observe::TokenKind;
    const openai::Usage& usage = *record.usage;
    const std::int64_t written = usage.cache_write_5m_tokens + usage.cache_write_1h_tokens;
    counts.add_tokens(TokenKind::input, usage.prompt_tokens - usage.cached_tokens - written);
    counts.add_tokens(TokenKind::cache_read, usage.cached_tokens);
    counts.add_tokens(TokenKind::cache_write, written);
    counts.add_tokens(TokenKind::output, usage.completion_tokens);
}

}  // namespace parley::exchange
