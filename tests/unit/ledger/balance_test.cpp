// Random entries, by default some thousands and as many as PARLEY_ENTRIES says, with counts up to the extreme: what reports say of each
// key, account and day is the sum that 128-bit numbers give, or is refused where no sum of money can hold it.
#include <cstdlib>
#include <limits>
#include <map>

#include "ledger/audit.hpp"
#include "ledger/usage_report.hpp"
#include "ledger/usage_sums.hpp"
#include "unit/ledger/ledger_database.hpp"
#include "unit/ledger/sample_entries.hpp"

namespace parley::ledger {
namespace {

using Wide = __int128;

constexpr UnixMicroseconds a_day = day_span * 1'000'000;
constexpr UnixMicroseconds first_day = 20'600 * a_day;
constexpr std::uint64_t days = 5;
constexpr std::size_t batch_size = 1'000;
constexpr std::uint64_t usual_quantity = std::uint64_t{1} << 26;
constexpr std::uint64_t extreme_quantity = std::uint64_t{1} << 42;

std::size_t entries_wanted() {
    const char* const stated = std::getenv("PARLEY_ENTRIES");
    return stated ? std::strtoul(stated, nullptr, 10) : 5'000;
}

struct PlainSums {
    Wide charged = 0;
    Wide incurred = 0;
    Wide input = 0;
    Wide output = 0;
    std::int64_t requests = 0;
};

/// Of one entry in a hundred the counts and the rates are anything at all; those have keys and accounts of their own.
Entry next_entry(Random& random) {
    const bool is_extreme = random.below(100) == 0;
    Entry entry = random_entry(random, is_extreme ? extreme_quantity : usual_quantity);
    const std::string kind = is_extreme ? "extreme_" : "usual_";
    entry.opening.account = kind + std::to_string(random.below(3));
    entry.opening.key_id = kind + std::to_string(random.below(9));
    entry.opening.asked_model = "model_" + std::to_string(random.below(4));
    entry.answered_model.clear();
    entry.opening.began = first_day + static_cast<UnixMicroseconds>(random.below(days * a_day));
    for (Attempt& attempt : entry.attempts) {
        if (!is_extreme && attempt.rates) attempt.rates = sample_rates();
    }
    settle(entry);
    return entry;
}

void expect_sums(LedgerDatabase& database, const EntryFilter& filter, const PlainSums& plain) {
    constexpr Wide most = std::numeric_limits<std::int64_t>::max();
    const auto report = usage_report(database.connection, std::array{UsageBy::outcome, UsageBy::model}, filter);
    if (plain.charged > most || plain.incurred > most) {
        ASSERT_TRUE(report.has_error());
        return;
    }
    ASSERT_TRUE(report.has_value()) << report.error().message;
    EXPECT_EQ(report->total.requests, plain.requests);
    EXPECT_TRUE(report->total.charged.nanodollars == plain.charged);
    EXPECT_TRUE(report->total.incurred.nanodollars == plain.incurred);
    EXPECT_TRUE(report->total.tokens.all_input() == plain.input);
    EXPECT_TRUE(report->total.tokens.output == plain.output);
}

TEST(Balance, of_random_entries_is_exact_for_each_key_account_and_day) {
    const std::uint64_t seed = random_seed();
    SCOPED_TRACE("seed " + std::to_string(seed));
    Random random(seed);
    LedgerDatabase database;
    std::map<std::string, PlainSums> by_key, by_account;
    std::map<UnixMicroseconds, PlainSums> by_day;
    const std::size_t wanted = entries_wanted();
    for (std::size_t stored = 0; stored < wanted; stored += batch_size) {
        std::vector<Entry> entries;
        for (std::size_t number = 0; number < batch_size; ++number) entries.push_back(next_entry(random));
        database.put(entries);
        for (const Entry& entry : entries) {
            ASSERT_GE(entry.charged.value_or(Money{}).nanodollars, 0);
            ASSERT_GE(entry.incurred.value_or(Money{}).nanodollars,
                      entry.charged ? entry.charged->nanodollars * entry.incurred.has_value() : 0);
            const TokenCounts tokens = charged_tokens(entry);
            const UnixMicroseconds day = entry.opening.began - entry.opening.began % a_day;
            for (PlainSums* sums : {&by_key[entry.opening.key_id], &by_account[entry.opening.account], &by_day[day]}) {
                sums->charged += entry.charged.value_or(Money{}).nanodollars;
                sums->incurred += entry.incurred.value_or(Money{}).nanodollars;
                sums->input += tokens.all_input();
                sums->output += tokens.output;
                ++sums->requests;
            }
        }
    }
    for (const auto& [key, plain] : by_key) expect_sums(database, {.key_id = key}, plain);
    for (const auto& [account, plain] : by_account) expect_sums(database, {.account = account}, plain);
    for (const auto& [day, plain] : by_day) expect_sums(database, {.since = day, .until = day + a_day}, plain);
    EXPECT_EQ(database.number("SELECT count(*) FROM entries WHERE charged < 0 OR incurred < 0"), 0);
}

}  // namespace
}  // namespace parley::ledger
