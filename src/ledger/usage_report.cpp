#include "ledger/usage_report.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "ledger/usage_sums.hpp"

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
    {"day", "date(start / 86400 * 86400, 'unixepoch')"},
    {"outcome", "outcome"},
    {"region", "region"},
}};

#define PARLEY_STORED_SUMS(span)                                                                                            \
    "SELECT start, account, key_id, model, region, outcome, requests, estimated, input, cache_read, cache_write_5m, "       \
    "cache_write_1h, output, reasoning, charged, incurred, without_charge, without_cost FROM usage_sums WHERE span = " span \
    " AND start >= ? AND start < ?"
#define PARLEY_ROWS_AS_SUMS                                                                                                \
    "SELECT began / 1000000, account, key_id, iif(answered_model = '', asked_model, answered_model), region, outcome, 1, " \
    "estimated, input, cache_read, cache_write_5m, cache_write_1h, output, reasoning, coalesce(charged, 0), "              \
    "coalesce(incurred, 0), charged IS NULL, incurred IS NULL FROM entries WHERE began >= ? AND began < ?"

// Two of each length, at either end of the time; those that are not needed are empty.
constexpr std::string_view sums_sql =
    "WITH sums AS (" PARLEY_STORED_SUMS("86400") " UNION ALL " PARLEY_STORED_SUMS("86400") " UNION ALL "
    PARLEY_STORED_SUMS("3600") " UNION ALL " PARLEY_STORED_SUMS("3600") " UNION ALL "
    PARLEY_STORED_SUMS("60") " UNION ALL " PARLEY_STORED_SUMS("60") " UNION ALL "
    PARLEY_ROWS_AS_SUMS " UNION ALL " PARLEY_ROWS_AS_SUMS ") SELECT ";
constexpr std::string_view totals_sql =
    "sum(requests), sum(estimated), sum(input), sum(cache_read), sum(cache_write_5m), sum(cache_write_1h), sum(output), "
    "sum(reasoning), sum(charged), sum(incurred), sum(without_charge), sum(without_cost), "
    "sum(charged IS NULL OR incurred IS NULL OR input IS NULL OR cache_read IS NULL OR cache_write_5m IS NULL "
    "OR cache_write_1h IS NULL OR output IS NULL OR reasoning IS NULL) FROM sums WHERE account = coalesce(?, account) AND "
    "key_id = coalesce(?, key_id) AND model = coalesce(?, model) ";

#undef PARLEY_ROWS_AS_SUMS
#undef PARLEY_STORED_SUMS

constexpr UnixMicroseconds microseconds_per_second = 1'000'000;

/// What lies in a time whole, at either end of it; empty where since = until.
struct Span {
    UnixMicroseconds since = 0;
    UnixMicroseconds until = 0;  // not included
};
using Ends = std::array<Span, 2>;

/// Takes out of each span the whole minutes, hours or days that lie in it. What is left is at most two spans, since a span whose
/// beginning or end was taken out before has none left there.
Ends take_whole(Ends& from, std::int64_t span) {
    const UnixMicroseconds length = span * microseconds_per_second;
    Ends whole;
    std::vector<Span> left;
    for (std::size_t at = 0; at < from.size(); ++at) {
        const Span all = from[at];
        const UnixMicroseconds first = all.since + (length - all.since % length) % length;
        const UnixMicroseconds end = all.until - all.until % length;
        if (first >= end) {
            left.push_back(all);
            continue;
        }
        whole[at] = {first / microseconds_per_second, end / microseconds_per_second};
        left.push_back({all.since, first});
        left.push_back({end, all.until});
    }
    std::erase_if(left, [](const Span& one) { return one.since >= one.until; });
    from = {};
    std::copy(left.begin(), left.end(), from.begin());
    return whole;
}

/// A time within what an entry can say of when it began.
Span sane(const EntryFilter& filter) {
    constexpr UnixMicroseconds most = UnixMicroseconds{1} << 60;
    const UnixMicroseconds since = std::clamp<UnixMicroseconds>(filter.since, 0, most);
    return {since, std::clamp(filter.until, since, most)};
}

std::optional<std::string> stated(const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); }

/// The whole numbers of a row, in the order of totals_sql.
constexpr std::size_t numbers_count = 12;
std::array<std::int64_t*, numbers_count> numbers_of(UsageTotals& totals) {
    TokenCounts& tokens = totals.tokens;
    return {&totals.requests,       &totals.estimated,   &tokens.input,     &tokens.cache_read,          &tokens.cache_write_5m,
            &tokens.cache_write_1h, &tokens.output,      &tokens.reasoning, &totals.charged.nanodollars, &totals.incurred.nanodollars,
            &totals.without_charge, &totals.without_cost};
}

/// False where a sum does not fit.
bool add(UsageTotals& sum, UsageTotals row) {
    const auto sums = numbers_of(sum);
    const auto added = numbers_of(row);
    for (std::size_t at = 0; at < numbers_count; ++at) {
        if (__builtin_add_overflow(*sums[at], *added[at], sums[at])) return false;
    }
    return true;
}

UsageRow read_row(const store::Statement& query, std::size_t groups) {
    UsageRow row;
    int column = 0;
    while (row.groups.size() < groups) row.groups.push_back(query.text(column++));
    for (std::int64_t* number : numbers_of(row.totals)) *number = query.integer(column++);
    return row;
}

/// The names of the groups, the sums, and at the end whether one of those did not fit.
std::string sql_of(std::span<const UsageBy> by) {
    std::string columns;
    std::string places;
    for (std::size_t place = 1; place <= by.size(); ++place) {
        columns += std::string(groupings[static_cast<std::size_t>(by[place - 1])].column) + ", ";
        places += (place == 1 ? "" : ", ") + std::to_string(place);
    }
    return std::string(sums_sql) + columns + std::string(totals_sql) + "GROUP BY " + places + " ORDER BY " + places + " LIMIT ?";
}

Error too_many_rows() {
    return Error{.kind = ErrorKind::bad_request,
                 .source = ErrorSource::downstream,
                 .message = "more than " + std::to_string(usage_rows_max) + " rows: ask for a shorter time, or for fewer groups"};
}

Error does_not_fit() { return Error{.message = "the costs are more than a sum of money can hold: ask for a shorter time"}; }

}  // namespace

std::string_view to_string(UsageBy by) { return groupings[static_cast<std::size_t>(by)].name; }

std::optional<UsageBy> usage_by_named(std::string_view name) {
    const auto found = std::find_if(groupings.begin(), groupings.end(), [&](const Grouping& one) { return one.name == name; });
    if (found == groupings.end()) return std::nullopt;
    return static_cast<UsageBy>(found - groupings.begin());
}

Result<UsageReport> usage_report(store::Connection& connection, std::span<const UsageBy> by, const EntryFilter& filter) {
    auto query = connection.prepare(sql_of(by));
    if (!query) return query.error();
    Ends rest{sane(filter), Span{}};
    const Ends days = take_whole(rest, day_span);
    const Ends hours = take_whole(rest, hour_span);
    const Ends minutes = take_whole(rest, minute_span);
    query->bind(days[0].since, days[0].until, days[1].since, days[1].until, hours[0].since, hours[0].until, hours[1].since, hours[1].until,
                minutes[0].since, minutes[0].until, minutes[1].since, minutes[1].until, rest[0].since, rest[0].until, rest[1].since,
                rest[1].until, stated(filter.account), stated(filter.key_id), stated(filter.model), usage_rows_max + 1);
    const int overflow_column = static_cast<int>(by.size() + numbers_count);
    UsageReport report;
    for (;;) {
        const Result<bool> found = query->step();
        if (!found) return found.error();
        if (!*found) return report;
        if (report.rows.size() == usage_rows_max) return too_many_rows();
        if (query->integer(overflow_column) != 0) return does_not_fit();
        UsageRow row = read_row(*query, by.size());
        if (!add(report.total, row.totals)) return does_not_fit();
        report.rows.push_back(std::move(row));
    }
}

}  // namespace parley::ledger
