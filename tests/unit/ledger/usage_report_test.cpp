#include "ledger/usage_report.hpp"

#include <array>
#include <limits>
#include <map>

#include "ledger/retention.hpp"
#include "unit/ledger/ledger_database.hpp"
#include "unit/ledger/sample_entries.hpp"

namespace parley::ledger {
namespace {

constexpr UnixMicroseconds a_minute = 60'000'000;
constexpr UnixMicroseconds an_hour = 60 * a_minute;
constexpr UnixMicroseconds a_day = 24 * an_hour;
constexpr UnixMicroseconds a_midnight = 20'600 * a_day;  // 2026-05-27

std::string day_of(UnixMicroseconds moment) { return "2026-05-" + std::to_string(27 + (moment - a_midnight) / a_day); }

std::string group_of(const Entry& entry, UsageBy by) {
    switch (by) {
        case UsageBy::model: return model_of(entry);
        case UsageBy::key: return entry.opening.key_id;
        case UsageBy::account: return entry.opening.account;
        case UsageBy::day: return day_of(entry.opening.began);
        case UsageBy::outcome: return std::string(to_string(entry.outcome));
        case UsageBy::region: return std::string(region_of(entry));
        case UsageBy::count: break;
    }
    return {};
}

bool passes(const Entry& entry, const EntryFilter& filter) {
    return entry.opening.began >= filter.since && entry.opening.began < filter.until &&
           (filter.account.empty() || filter.account == entry.opening.account) &&
           (filter.key_id.empty() || filter.key_id == entry.opening.key_id) && (filter.model.empty() || filter.model == model_of(entry));
}

void add(UsageTotals& totals, const Entry& entry) {
    ++totals.requests;
    totals.estimated += is_estimated(entry);
    totals.tokens = totals.tokens + charged_tokens(entry);
    totals.tokens.input_audio = totals.tokens.output_audio = 0;
    totals.charged.nanodollars += entry.charged.value_or(Money{}).nanodollars;
    totals.incurred.nanodollars += entry.incurred.value_or(Money{}).nanodollars;
    totals.without_charge += !entry.charged;
    totals.without_cost += !entry.incurred;
}

/// Entry by entry.
UsageReport plain_report(const std::vector<Entry>& entries, const std::vector<UsageBy>& by, const EntryFilter& filter) {
    std::map<std::vector<std::string>, UsageTotals> groups;
    UsageReport report;
    for (const Entry& entry : entries) {
        if (!passes(entry, filter)) continue;
        std::vector<std::string> names;
        for (const UsageBy one : by) names.push_back(group_of(entry, one));
        add(groups[names], entry);
        add(report.total, entry);
    }
    for (const auto& [names, totals] : groups) report.rows.push_back({names, totals});
    return report;
}

/// One in four at the first or last microsecond of a minute, an hour or the day.
UnixMicroseconds moment_within_a_day(Random& random) {
    const auto within = static_cast<UnixMicroseconds>(random.below(a_day));
    if (random.below(4) != 0) return within;
    const std::array lengths{a_minute, an_hour, a_day};
    const UnixMicroseconds length = lengths[random.below(lengths.size())];
    return within - within % length + (random.below(2) == 0 ? 0 : length - 1);
}

/// Over three days, with a few accounts, keys and models, some at the very edges of a day.
std::vector<Entry> varied_entries(Random& random, int count) {
    std::vector<Entry> entries;
    for (int number = 0; number < count; ++number) {
        Entry entry = random_entry(random, 1 << 20);
        for (Attempt& attempt : entry.attempts) {
            if (attempt.rates) attempt.rates = sample_rates();
        }
        if (!entry.attempts.empty()) entry.attempts.back().target.region = random.below(2) == 0 ? "us" : "eu";
        const UnixMicroseconds within = moment_within_a_day(random);
        entry.opening.began = a_midnight + static_cast<UnixMicroseconds>(random.below(3)) * a_day + within;
        entry.opening.account = "account_" + std::to_string(random.below(2));
        entry.opening.key_id = "key_" + std::to_string(random.below(5));
        entry.opening.asked_model = "model_" + std::to_string(random.below(4));
        entry.answered_model = random.below(3) == 0 ? "" : entry.opening.asked_model;
        settle(entry);
        entries.push_back(std::move(entry));
    }
    return entries;
}

const std::vector<EntryFilter> filters{
    {},
    {.since = a_midnight + a_day},
    {.until = a_midnight + a_day},
    {.since = a_midnight, .until = a_midnight + 3 * a_day},
    {.since = a_midnight + 1, .until = a_midnight + 2 * a_day + 1},
    {.since = a_midnight + a_day / 2, .until = a_midnight + 5 * a_day / 2},
    {.since = a_midnight + a_day / 2, .until = a_midnight + 3 * a_day / 2},
    {.since = a_midnight + a_day / 4, .until = a_midnight + a_day / 2},
    {.since = a_midnight + a_day, .until = a_midnight},
    {.since = a_midnight + an_hour, .until = a_midnight + 7 * an_hour},
    {.since = a_midnight + an_hour + 1, .until = a_midnight + 7 * an_hour - 1},
    {.since = a_midnight + an_hour + a_minute, .until = a_midnight + an_hour + 2 * a_minute},
    {.since = a_midnight + an_hour + a_minute + 1, .until = a_midnight + a_day + an_hour + 59 * a_minute},
    {.since = a_midnight - a_day - 1, .until = a_midnight + a_day - 1},
    {.since = a_midnight + 3 * an_hour + 17, .until = a_midnight + 3 * an_hour + 17 * a_minute},
    {.account = "account_1"},
    {.since = a_midnight + a_day / 3, .key_id = "key_3"},
    {.until = a_midnight + 2 * a_day, .account = "account_0", .model = "model_2"},
};

using enum UsageBy;
const std::vector<std::vector<UsageBy>> groupings{
    {model},
    {key},
    {account},
    {day},
    {outcome},
    {region},
    {day, model},
    {model, day},
    {account, key, outcome},
    {outcome, day, account, key, model, region},
};

void expect_sums_of(const std::vector<Entry>& entries, LedgerDatabase& database) {
    for (const auto& by : groupings) {
        for (std::size_t number = 0; number < filters.size(); ++number) {
            const auto report = usage_report(database.connection, by, filters[number]);
            ASSERT_TRUE(report.has_value()) << report.error().message;
            const UsageReport plain = plain_report(entries, by, filters[number]);
            EXPECT_TRUE(report->rows == plain.rows) << to_string(by.front()) << ", filter " << number;
            EXPECT_TRUE(report->total == plain.total) << to_string(by.front()) << ", filter " << number;
        }
    }
}

UsageReport by_key(LedgerDatabase& database, const EntryFilter& filter = {}) {
    return usage_report(database.connection, std::array{key}, filter).value();
}

TEST(UsageReport, is_the_sum_of_the_rows_whatever_is_asked) {
    LedgerDatabase database;
    Random random(17);
    const std::vector<Entry> entries = varied_entries(random, 5'000);
    for (std::size_t at = 0; at < entries.size(); at += 500) database.put({entries.begin() + at, entries.begin() + at + 500});
    expect_sums_of(entries, database);
}

TEST(UsageReport, is_the_sum_of_the_rows_that_are_left) {
    LedgerDatabase database;
    Random random(18);
    std::vector<Entry> entries = varied_entries(random, 900);
    database.put(entries);
    const UnixMicroseconds kept_since = a_midnight + a_day + a_day / 2;
    ASSERT_FALSE(prune(database.connection, {.keep_since = kept_since}).value().more);
    std::erase_if(entries, [&](const Entry& entry) { return entry.opening.began < kept_since; });
    expect_sums_of(entries, database);
}

TEST(UsageReport, counts_a_request_once_that_was_interrupted_first) {
    LedgerDatabase database;
    Random random(19);
    std::vector<Entry> entries = varied_entries(random, 300);
    std::vector<Entry> early = entries;
    for (Entry& entry : early) {
        entry.outcome = Outcome::interrupted;
        settle(entry);
    }
    for (Entry& entry : entries) {
        if (entry.outcome == Outcome::interrupted) entry.outcome = Outcome::failed;
        settle(entry);
    }
    database.put(early);
    database.put(entries);
    database.put(early);
    expect_sums_of(entries, database);
}

TEST(UsageReport, of_nothing_is_empty) {
    LedgerDatabase database;
    const UsageReport report = usage_report(database.connection, std::array{UsageBy::day}, {}).value();
    EXPECT_TRUE(report.rows.empty());
    EXPECT_EQ(report.total, UsageTotals{});
}

TEST(UsageReport, is_refused_where_a_sum_does_not_fit_and_rows_still_come_in) {
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    constexpr const char* does_not_fit = "the costs are more than a sum of money can hold: ask for a shorter time";
    LedgerDatabase database;
    const auto costly = [](std::string id, std::string key, std::int64_t nanodollars) {
        Entry entry{.opening = {.request_id = std::move(id), .key_id = std::move(key)}};
        entry.charged = entry.incurred = Money{nanodollars};
        return entry;
    };
    database.put({costly("1", "k", most - 1), costly("2", "k", 1)});
    EXPECT_EQ(by_key(database).total.charged, Money{most});
    database.put({costly("3", "k", 1), costly("4", "other", 7)});
    EXPECT_EQ(database.entries(), 4);
    EXPECT_EQ(usage_report(database.connection, std::array{key}, {}).error().message, does_not_fit);
    EXPECT_EQ(by_key(database, {.key_id = "other"}).total.charged, Money{7});

    LedgerDatabase two_keys;
    two_keys.put({costly("1", "k", most), costly("2", "other", 1)});
    EXPECT_EQ(usage_report(two_keys.connection, std::array{key}, {}).error().message, does_not_fit) << "the rows fit, not their sum";
    EXPECT_TRUE(usage_report(two_keys.connection, std::array{account}, {}).has_error());
    EXPECT_EQ(by_key(two_keys, {.key_id = "k"}).total.charged, Money{most});
}

TEST(UsageReport, holds_as_many_rows_as_it_may) {
    LedgerDatabase database;
    std::vector<Entry> entries;
    for (std::size_t number = 0; number < usage_rows_max; ++number) {
        entries.push_back({.opening = {.request_id = std::to_string(number), .key_id = std::to_string(number)}});
    }
    database.put(entries);
    EXPECT_EQ(by_key(database).rows.size(), usage_rows_max);
    database.put({{.opening = {.request_id = "one more", .key_id = "one more"}}});
    EXPECT_EQ(usage_report(database.connection, std::array{key}, {}).error().message,
              "more than 10000 rows: ask for a shorter time, or for fewer groups");
    EXPECT_EQ(usage_report(database.connection, std::array{account}, {}).value().total.requests, 10'001);
}

TEST(UsageReport, knows_its_words) {
    for (int by = 0; by < static_cast<int>(UsageBy::count); ++by) {
        EXPECT_EQ(usage_by_named(to_string(static_cast<UsageBy>(by))), static_cast<UsageBy>(by));
    }
    EXPECT_EQ(usage_by_named("hour"), std::nullopt);
}

}  // namespace
}  // namespace parley::ledger
