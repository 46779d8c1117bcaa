#include "server/entry_json.hpp"

#include <string>

#include "base/calendar_date.hpp"
#include "base/money.hpp"

namespace parley::server {
namespace {

using ledger::Attempt;
using ledger::Entry;
using nlohmann::json;

std::string printed_moment(ledger::UnixMicroseconds moment) {
    constexpr ledger::UnixMicroseconds per_second = 1'000'000;
    std::string text = print_moment(moment / per_second);
    text.pop_back();  // the Z
    const std::string fraction = std::to_string(per_second + moment % per_second).substr(1);
    return text + "." + fraction + "Z";
}

json text_or_null(const std::string& text) { return text.empty() ? json() : json(text); }
json status_or_null(int status) { return status == 0 ? json() : json(status); }
json money_or_null(const std::optional<Money>& money) { return money ? json(print_dollar_number(*money)) : json(); }
json duration_or_null(const std::optional<ledger::Microseconds>& duration) { return duration ? json(duration->count()) : json(); }

json json_of(const ledger::TokenCounts& tokens) {
    return {{"input", tokens.input},
            {"cache_read", tokens.cache_read},
            {"cache_write_5m", tokens.cache_write_5m},
            {"cache_write_1h", tokens.cache_write_1h},
            {"output", tokens.output},
            {"reasoning", tokens.reasoning},
            {"input_audio", tokens.input_audio},
            {"output_audio", tokens.output_audio}};
}

json json_of(const std::optional<ledger::Rates>& rates) {
    if (!rates) return json();
    return {{"input", print_price(rates->input)},
            {"cache_read", print_price(rates->cache_read)},
            {"cache_write_5m", print_price(rates->cache_write_5m)},
            {"cache_write_1h", print_price(rates->cache_write_1h)},
            {"output", print_price(rates->output)}};
}

json json_of(const Attempt& attempt) {
    return {{"number", attempt.number},
            {"kind", to_string(attempt.kind)},
            {"provider", attempt.target.provider},
            {"upstream_model", attempt.target.model},
            {"region", text_or_null(attempt.target.region)},
            {"began_us", attempt.began.count()},
            {"first_chunk_us", duration_or_null(attempt.first_chunk)},
            {"total_us", attempt.total.count()},
            {"outcome", to_string(attempt.outcome)},
            {"http_status", status_or_null(attempt.http_status)},
            {"error_class", text_or_null(attempt.error_class)},
            {"upstream_id", text_or_null(attempt.upstream_id)},
            {"answered", attempt.answered},
            {"tokens", json_of(attempt.tokens)},
            {"estimated", attempt.estimated},
            {"rates", json_of(attempt.rates)},
            {"regional_increase_basis_points", attempt.regional_increase.value},
            {"cost", money_or_null(attempt.cost)}};
}

}  // namespace

json json_of(const Entry& entry) {
    json attempts = json::array();
    for (const Attempt& attempt : entry.attempts) attempts.push_back(json_of(attempt));
    return {{"request_id", entry.opening.request_id},
            {"client_request_id", text_or_null(entry.opening.client_request_id)},
            {"began", printed_moment(entry.opening.began)},
            {"account", entry.opening.account},
            {"key", entry.opening.key_id},
            {"asked_model", entry.opening.asked_model},
            {"answered_model", text_or_null(entry.answered_model)},
            {"stream", entry.opening.stream},
            {"outcome", to_string(entry.outcome)},
            {"http_status", status_or_null(entry.http_status)},
            {"error_class", text_or_null(entry.error_class)},
            {"first_chunk_us", duration_or_null(entry.first_chunk)},
            {"total_us", entry.total.count()},
            {"tokens", json_of(charged_tokens(entry))},
            {"estimated", is_estimated(entry)},
            {"charged", money_or_null(entry.charged)},
            {"incurred", money_or_null(entry.incurred)},
            {"currency", "USD"},
            {"attempts", std::move(attempts)}};
}

}  // namespace parley::server
