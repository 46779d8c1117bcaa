#include "ledger/usage_sums.hpp"

#include <tuple>
#include <utility>

namespace parley::ledger {
namespace {

constexpr UnixMicroseconds microseconds_per_second = 1'000'000;
constexpr std::size_t requests_place = 0;

// A sum that does not fit is NULL from then on, since rows have to come in all the same; reports of it are refused.
// clang-format off
#define PARLEY_BOUNDED(sum)                                                                                                \
    #sum " = iif(excluded." #sum " > 0 AND " #sum " > 9223372036854775807 - excluded." #sum ", NULL, " #sum " + excluded." #sum "), "
#define PARLEY_COUNTED(sum) #sum " = " #sum " + excluded." #sum
constexpr std::string_view add_sql =
    "INSERT INTO usage_sums VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
    PARLEY_BOUNDED(input) PARLEY_BOUNDED(cache_read) PARLEY_BOUNDED(cache_write_5m) PARLEY_BOUNDED(cache_write_1h)
    PARLEY_BOUNDED(output) PARLEY_BOUNDED(reasoning) PARLEY_BOUNDED(charged) PARLEY_BOUNDED(incurred)
    PARLEY_COUNTED(requests) ", " PARLEY_COUNTED(estimated) ", " PARLEY_COUNTED(without_charge) ", "
    PARLEY_COUNTED(without_cost) ", " PARLEY_COUNTED(checks_low) ", " PARLEY_COUNTED(checks_high);
// clang-format on
#undef PARLEY_BOUNDED
#undef PARLEY_COUNTED

constexpr std::string_view remove_empty_sql =
    "DELETE FROM usage_sums WHERE span = ? AND start = ? AND account = ? AND key_id = ? AND model = ? AND region = ? "
    "AND outcome = ? AND requests = 0";

constexpr std::string_view read_sql =
    "SELECT start, account, key_id, model, region, outcome, requests, estimated, input, cache_read, cache_write_5m, cache_write_1h, "
    "output, reasoning, charged, incurred, without_charge, without_cost, checks_low, checks_high "
    "FROM usage_sums WHERE span = ? AND start >= ? AND start < ?";

std::int64_t minute_of(UnixMicroseconds moment) {
    const std::int64_t second = moment / microseconds_per_second;
    return second - second % minute_span;
}

UsageNumbers numbers_of(const UsageTotals& totals, RowCheck check) {
    const TokenCounts& tokens = totals.tokens;
    constexpr RowCheck low_half = 0xFFFF'FFFF;
    return {totals.requests,
            totals.estimated,
            tokens.input,
            tokens.cache_read,
            tokens.cache_write_5m,
            tokens.cache_write_1h,
            tokens.output,
            tokens.reasoning,
            totals.charged.nanodollars,
            totals.incurred.nanodollars,
            totals.without_charge,
            totals.without_cost,
            static_cast<std::int64_t>(check & low_half),
            static_cast<std::int64_t>(check >> 32)};
}

void add(std::optional<std::int64_t>& sum, const std::optional<std::int64_t>& number) {
    std::int64_t both = 0;
    const bool fits = sum && number && !__builtin_add_overflow(*sum, *number, &both);
    sum = fits ? std::optional(both) : std::nullopt;
}

void add(UsageNumbers& sums, const UsageNumbers& numbers) {
    for (std::size_t at = 0; at < sums_count; ++at) add(sums[at], numbers[at]);
}

UsageGroups::iterator add(UsageGroups& groups, const UsageGroup& group, const UsageNumbers& numbers) {
    const auto [place, is_new] = groups.try_emplace(group, numbers);
    if (!is_new) add(place->second, numbers);
    return place;
}

bool is_of(const Entry& entry, const UsageGroup& group) {
    return minute_of(entry.opening.began) == group.start && entry.opening.account == group.account &&
           entry.opening.key_id == group.key_id && model_of(entry) == group.model && region_of(entry) == group.region &&
           to_string(entry.outcome) == group.outcome;
}

UsageNumbers negated(UsageNumbers numbers) {
    for (std::optional<std::int64_t>& number : numbers) {
        if (number) number = -*number;
    }
    return numbers;
}

/// Adds the sums of one span.
class SumTable {
  public:
    static Result<SumTable> prepare(store::Connection& connection) {
        auto add = connection.prepare_kept(add_sql);
        if (!add) return add.error();
        auto remove_empty = connection.prepare_kept(remove_empty_sql);
        if (!remove_empty) return remove_empty.error();
        return SumTable(std::move(*add), std::move(*remove_empty));
    }

    std::optional<Error> add(std::int64_t span, const UsageGroups& groups) {
        for (const auto& [group, numbers] : groups) {
            const auto name = std::tie(span, group.start, group.account, group.key_id, group.model, group.region, group.outcome);
            std::apply([this](const auto&... values) { add_.bind(values...); }, std::tuple_cat(name, numbers));
            if (auto error = add_.run()) return error;
            if (numbers[requests_place] > 0) continue;
            std::apply([this](const auto&... values) { remove_empty_.bind(values...); }, name);
            if (auto error = remove_empty_.run()) return error;
        }
        return std::nullopt;
    }

  private:
    SumTable(store::Statement add, store::Statement remove_empty) : add_(std::move(add)), remove_empty_(std::move(remove_empty)) {}

    store::Statement add_;
    store::Statement remove_empty_;
};

}  // namespace

const std::string_view summed_columns =
    "began, account, key_id, iif(answered_model = '', asked_model, answered_model), region, outcome, estimated, input, cache_read, "
    "cache_write_5m, cache_write_1h, output, reasoning, charged, incurred, row_check";

void UsageSums::came(const EntryToStore& stored) {
    const Entry& entry = *stored.entry;
    const UsageNumbers numbers = numbers_of(stored.totals, stored.check);
    if (newest_ != minutes_.end() && is_of(entry, newest_->first)) return add(newest_->second, numbers);
    const UsageGroup group{.start = minute_of(entry.opening.began),
                           .account = entry.opening.account,
                           .key_id = entry.opening.key_id,
                           .model = model_of(entry),
                           .region = std::string(region_of(entry)),
                           .outcome = std::string(to_string(entry.outcome))};
    newest_ = add(minutes_, group, numbers);
}

void UsageSums::count(const store::Statement& row, Direction direction, int column) {
    UsageGroup group{.start = minute_of(row.integer(column++))};
    for (std::string UsageGroup::*name :
         {&UsageGroup::account, &UsageGroup::key_id, &UsageGroup::model, &UsageGroup::region, &UsageGroup::outcome}) {
        group.*name = row.text(column++);
    }
    UsageTotals totals{.requests = 1, .estimated = row.integer(column++)};
    for (std::int64_t TokenCounts::*count : {&TokenCounts::input, &TokenCounts::cache_read, &TokenCounts::cache_write_5m,
                                             &TokenCounts::cache_write_1h, &TokenCounts::output, &TokenCounts::reasoning}) {
        totals.tokens.*count = row.integer(column++);
    }
    totals.without_charge = row.is_null(column);
    totals.charged.nanodollars = row.integer(column++);
    totals.without_cost = row.is_null(column);
    totals.incurred.nanodollars = row.integer(column++);
    const UsageNumbers numbers = numbers_of(totals, static_cast<RowCheck>(row.integer(column)));
    add(minutes_, group, direction == Direction::came ? numbers : negated(numbers));
}

std::optional<Error> UsageSums::write(store::Connection& connection) const {
    if (minutes_.empty()) return std::nullopt;
    auto table = SumTable::prepare(connection);
    if (!table) return table.error();
    if (auto error = table->add(minute_span, minutes_)) return error;
    const UsageGroups hours = gathered(minutes_, hour_span);
    if (auto error = table->add(hour_span, hours)) return error;
    return table->add(day_span, gathered(hours, day_span));
}

UsageGroups gathered(const UsageGroups& groups, std::int64_t span) {
    UsageGroups sums;
    for (const auto& [group, numbers] : groups) {
        UsageGroup longer = group;
        longer.start -= group.start % span;
        add(sums, longer, numbers);
    }
    return sums;
}

Result<UsageGroups> read_sums(store::Connection& connection, std::int64_t span, std::int64_t since, std::int64_t until) {
    auto query = connection.prepare(read_sql);
    if (!query) return query.error();
    query->bind(span, since, until);
    UsageGroups groups;
    for (;;) {
        const Result<bool> found = query->step();
        if (!found) return found.error();
        if (!*found) return groups;
        UsageGroup group{query->integer(0), query->text(1), query->text(2), query->text(3), query->text(4), query->text(5)};
        UsageNumbers numbers;
        for (std::size_t at = 0; at < sums_count; ++at) numbers[at] = query->integer_or_null(static_cast<int>(6 + at));
        groups.emplace(std::move(group), numbers);
    }
}

}  // namespace parley::ledger
