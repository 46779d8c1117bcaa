#include "server/usage_verbs.hpp"

#include <string>
#include <utility>

#include "base/calendar_date.hpp"
#include "base/money.hpp"
#include "server/verb_arguments.hpp"

namespace parley::server {
namespace {

using control::Answer;
using ledger::UsageReport;
using ledger::UsageTotals;
using nlohmann::json;

constexpr ledger::UnixMicroseconds microseconds_per_second = 1'000'000;

// A sum of nothing but unknown costs is unknown.
json printed_sum(Money sum, std::int64_t unknown, std::int64_t requests) {
    return unknown > 0 && unknown == requests ? json() : json(print_dollar_number(sum));
}

json printed(const UsageTotals& totals, UsageFor eyes) {
    const ledger::TokenCounts& tokens = totals.tokens;
    json row{{"requests", totals.requests},
             {"estimated_requests", totals.estimated},
             {"tokens",
              {{"input", tokens.input},
               {"cache_read", tokens.cache_read},
               {"cache_write_5m", tokens.cache_write_5m},
               {"cache_write_1h", tokens.cache_write_1h},
               {"output", tokens.output},
               {"reasoning", tokens.reasoning}}},
             {"charged", printed_sum(totals.charged, totals.without_charge, totals.requests)},
             {"charged_unknown", totals.without_charge}};
    if (eyes == UsageFor::caller) return row;
    row["incurred"] = printed_sum(totals.incurred, totals.without_cost, totals.requests);
    row["incurred_unknown"] = totals.without_cost;
    return row;
}

json printed_moment(ledger::UnixMicroseconds moment, bool is_stated) {
    return is_stated ? json(print_moment(moment / microseconds_per_second)) : json();
}

json printed(const UsageReport& report, const UsageQuestion& question, const UsageWords& words, UsageFor eyes) {
    json names = json::array();
    for (const ledger::UsageBy by : question.by) names.push_back(to_string(by));
    json rows = json::array();
    for (const ledger::UsageRow& row : report.rows) {
        json& shown = rows.emplace_back(printed(row.totals, eyes));
        for (std::size_t place = 0; place < names.size(); ++place) shown[names[place].get<std::string>()] = row.groups[place];
    }
    return {{"by", std::move(names)},
            {"since", printed_moment(question.filter.since, words.since.has_value())},
            {"until", printed_moment(question.filter.until, words.until.has_value())},
            {"currency", "USD"},
            {"rows", std::move(rows)},
            {"total", printed(report.total, eyes)}};
}

}  // namespace

Answer usage(store::Writer& writer, const UsageWords& words, UsageFor eyes, UnixSeconds now) {
    const Result<UsageQuestion> question = read_usage_question(words, now);
    if (!question) return question.error();
    const auto report = writer.ask<UsageReport>(
        [&](store::Connection& connection) { return ledger::usage_report(connection, question->by, question->filter); });
    if (!report) return report.error();
    return control::answer_with(printed(*report, *question, words, eyes));
}

control::Verbs usage_verbs(store::Writer& writer, WallClock clock) {
    return {{"usage", [&writer, clock](const json& object) -> Answer {
                 VerbArguments arguments(object);
                 const UsageWords words{.by = arguments.text("by"),
                                        .since = arguments.text("since"),
                                        .until = arguments.text("until"),
                                        .account = arguments.text("account"),
                                        .key = arguments.text("key"),
                                        .model = arguments.text("model")};
                 if (auto error = arguments.error()) return *error;
                 return usage(writer, words, UsageFor::operators, clock());
             }}};
}

}  // namespace parley::server
