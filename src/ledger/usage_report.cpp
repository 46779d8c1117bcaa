#include "ledger/usage_report.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace parley::ledger {
namespace {

struct Grouping {
    std::string_view name;
    std::string_view column;  // SQL of ours, over `sums`
};
constexpr std::array<Grouping, static_cast<std::size_t>(UsageBy::count)> groupings{{
    {"model", "model"},
    {"key", "key_id"},
    {"account", "account"},
    {"day", "date(day * 86400, 'unixepoch')"},
    {"outcome", "outcome"},
}};

#define PARLEY_ROWS_AS_SUMS                                                                                              \
    "SELECT began / 86400000000, account, key_id, iif(answered_model = '', asked_model, answered_model), outcome, 1, "    \
    "estimated, input, cache_read, cache_write_5m, cache_write_1h, output, reasoning, coalesce(charged, 0), "             \
    "coalesce(incurred, 0), charged IS NULL, incurred IS NULL FROM entries WHERE began >= ? AND began < ?"

constexpr std::string_view sums_sql =
    "WITH sums AS (SELECT * FROM usage_days WHERE day >= ? AND day < ? UNION ALL " PARLEY_ROWS_AS_SUMS
    " UNION ALL " PARLEY_ROWS_AS_SUMS ") SELECT ";
constexpr std::string_view totals_sql =
    ", sum(requests), sum(estimated), sum(input), sum(cache_read), sum(cache_write_5m), sum(cache_write_1h), sum(output), "
    "sum(reasoning), sum(charged), sum(incurred), sum(without_charge), sum(without_cost), "
    "sum(charged IS NULL OR incurred IS NULL) FROM sums WHERE account = coalesce(?, account) AND "
    "key_id = coalesce(?, key_id) AND model = coalesce(?, model) GROUP BY 1 ORDER BY 1 LIMIT ?";

#undef PARLEY_ROWS_AS_SUMS

constexpr UnixMicroseconds day_length = 86'400'000'000;

struct Span {
    UnixMicroseconds since = 0;
    UnixMicroseconds until = 0;  // not included
};
/// A time cut at midnights: the days that lie in it whole, and what is left at its ends.
struct CutTime {
    std::int64_t first_day = 0;
    std::int64_t end_day = 0;  // not included
    Span head = {};
    Span tail = {};
};

CutTime cut_at_midnights(UnixMicroseconds since, UnixMicroseconds until) {
    since = std::max<UnixMicroseconds>(since, 0);
    until = std::max(until, since);
    const std::int64_t first_day = since / day_length + (since % day_length != 0);
    const std::int64_t end_day = until / day_length;
    if (first_day >= end_day) return {.head = {since, until}};
    return {.first_day = first_day,
            .end_day = end_day,
            .head = {since, first_day * day_length},
            .tail = {end_day * day_length, until}};
}

std::optional<std::string> stated(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
}

UsageTotals read_totals(const store::Statement& row) {
    int next = 0;
    UsageTotals totals;
    totals.group = row.text(next++);
    for (std::int64_t* number : {&totals.requests, &totals.estimated, &totals.tokens.input, &totals.tokens.cache_read,
                                 &totals.tokens.cache_write_5m, &totals.tokens.cache_write_1h, &totals.tokens.output,
                                 &totals.tokens.reasoning, &totals.charged.nanodollars, &totals.incurred.nanodollars,
                                 &totals.without_charge, &totals.without_cost}) {
        *number = row.integer(next++);
    }
    return totals;
}
constexpr int overflow_column = 13;

Error refusal(ErrorKind kind, std::string message) {
    return Error{.kind = kind, .source = ErrorSource::downstream, .message = std::move(message)};
}

}  // namespace

std::string_view to_string(UsageBy by) { return groupings[static_cast<std::size_t>(by)].name; }

std::optional<UsageBy> usage_by_named(std::string_view name) {
    const auto found = std::find_if(groupings.begin(), groupings.end(), [&](const Grouping& one) { return one.name == name; });
    if (found == groupings.end()) return std::nullopt;
    return static_cast<UsageBy>(found - groupings.begin());
}

Result<std::vector<UsageTotals>> usage_totals(store::Connection& connection, UsageBy by, const EntryFilter& filter) {
    const std::string column(groupings[static_cast<std::size_t>(by)].column);
    auto query = connection.prepare(std::string(sums_sql) + column + std::string(totals_sql));
    if (!query) return query.error();
    const CutTime time = cut_at_midnights(filter.since, filter.until);
    query->bind(time.first_day, time.end_day, time.head.since, time.head.until, time.tail.since, time.tail.until,
                stated(filter.account), stated(filter.key_id), stated(filter.model), usage_groups_max + 1);
    std::vector<UsageTotals> totals;
    for (;;) {
        const Result<bool> row = query->step();
        if (!row) return row.error();
        if (!*row) return totals;
        if (totals.size() == usage_groups_max) {
            return refusal(ErrorKind::too_large,
                           "more than " + std::to_string(usage_groups_max) + " groups: ask for a shorter time");
        }
        if (query->integer(overflow_column) != 0) {
            return refusal(ErrorKind::internal, "a day's costs are more than a sum of money can hold");
        }
        totals.push_back(read_totals(*query));
    }
}

}  // namespace parley::ledger
