#include "ledger/entry.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "unit/ledger/sample_entries.hpp"

namespace parley::ledger {
namespace {

TEST(Entry, charges_the_attempt_that_answered_and_incurs_all) {
    const Entry entry = sample_entry();
    EXPECT_EQ(entry.attempts[0].cost, Money{330'000});
    // 14 * 3 + 3072 * 0.3 + 220 * 3.75 + 57 * 15 = 2643.6 millionths of a dollar, and a tenth on top
    EXPECT_EQ(entry.attempts[1].cost, Money{2'907'960});
    EXPECT_EQ(entry.charged, Money{2'907'960});
    EXPECT_EQ(entry.incurred, Money{2'907'960 + 330'000});
    EXPECT_EQ(charged_tokens(entry), entry.attempts[1].tokens);
    EXPECT_FALSE(is_estimated(entry)) << "what is charged was counted; what failed was not";
}

TEST(Entry, charges_every_attempt_that_had_a_part_in_the_answer) {
    Entry entry = sample_entry();
    entry.attempts[0].answered = true;
    settle(entry);
    EXPECT_EQ(entry.charged, entry.incurred);
    EXPECT_EQ(charged_tokens(entry), entry.attempts[0].tokens + entry.attempts[1].tokens);
    EXPECT_TRUE(is_estimated(entry));
}

TEST(Entry, is_charged_when_it_was_answered_or_when_the_caller_left) {
    for (int word = 0; word < static_cast<int>(Outcome::count); ++word) {
        Entry entry = sample_entry();
        entry.outcome = static_cast<Outcome>(word);
        settle(entry);
        const bool paid = entry.outcome == Outcome::ok || entry.outcome == Outcome::client_gone;
        EXPECT_EQ(entry.charged, Money{paid ? 2'907'960 : 0}) << to_string(entry.outcome);
        EXPECT_EQ(entry.incurred, Money{2'907'960 + 330'000}) << to_string(entry.outcome);
    }
}

TEST(Entry, without_a_price_has_no_cost_rather_than_none_to_pay) {
    Entry entry = sample_entry();
    entry.attempts[0].rates.reset();
    settle(entry);
    EXPECT_EQ(entry.attempts[0].cost, std::nullopt);
    EXPECT_EQ(entry.charged, Money{2'907'960}) << "the attempt that answered has a price";
    EXPECT_EQ(entry.incurred, std::nullopt);
}

TEST(Entry, without_a_price_costs_nothing_where_nothing_was_used) {
    Entry entry = sample_entry();
    entry.attempts[0].rates.reset();
    entry.attempts[0].tokens = {};
    settle(entry);
    EXPECT_EQ(entry.attempts[0].cost, Money{0});
    EXPECT_EQ(entry.incurred, Money{2'907'960});
}

TEST(Entry, whose_sum_does_not_fit_has_no_cost) {
    Entry entry = sample_entry();
    entry.attempts[0].tokens.input = std::numeric_limits<std::int64_t>::max() / 1'100;
    entry.attempts[0].rates = Rates{.input = {1'000'000}};
    settle(entry);
    EXPECT_NE(entry.attempts[0].cost, std::nullopt);
    EXPECT_EQ(entry.incurred, std::nullopt);
}

TEST(Entry, that_called_nobody_costs_nothing) {
    Entry entry;
    entry.outcome = Outcome::refused;
    settle(entry);
    EXPECT_EQ(entry.charged, Money{0});
    EXPECT_EQ(entry.incurred, Money{0});
}

TEST(Words, are_read_back) {
    for (int word = 0; word < static_cast<int>(Outcome::count); ++word) {
        EXPECT_EQ(outcome_named(to_string(static_cast<Outcome>(word))), static_cast<Outcome>(word));
    }
    for (int word = 0; word < static_cast<int>(AttemptKind::count); ++word) {
        EXPECT_EQ(attempt_kind_named(to_string(static_cast<AttemptKind>(word))), static_cast<AttemptKind>(word));
    }
    EXPECT_EQ(outcome_named("great"), std::nullopt);
    EXPECT_EQ(attempt_kind_named(""), std::nullopt);
}

}  // namespace
}  // namespace parley::ledger
