#include "ledger/assembler.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "unit/ledger/sample_entries.hpp"

namespace parley::ledger {
namespace {

std::string id_of(int number) { return "request-" + std::to_string(number); }

/// An attempt as it is known while it runs.
Attempt begun(Attempt attempt) {
    attempt.outcome = Outcome::interrupted;
    attempt.answered = false;
    attempt.cost = Money{};
    return attempt;
}

std::string open_of(const Entry& entry) {
    std::string payload;
    append_open(payload, {entry.opening, begun(entry.attempts[0])});
    return payload;
}

std::string attempt_of(const std::string& request_id, const Attempt& attempt) {
    std::string payload;
    append_attempt(payload, {request_id, attempt});
    return payload;
}

std::string attempt_of(const Entry& entry, std::size_t number) { return attempt_of(entry.opening.request_id, entry.attempts[number]); }

std::string close_of(const Entry& entry) {
    std::string payload;
    append_close(payload, entry);
    return payload;
}

TEST(Assembler, makes_an_entry_when_its_close_comes) {
    Assembler assembler;
    const Entry entry = sample_entry();
    assembler.add(open_of(entry), 1);
    EXPECT_TRUE(assembler.take().empty());
    EXPECT_EQ(assembler.open(), 1u);
    assembler.add(close_of(entry), 1);
    EXPECT_EQ(assembler.take(), std::vector{entry});
    EXPECT_TRUE(assembler.take().empty()) << "each once";
    EXPECT_EQ(assembler.open(), 0u);
}

TEST(Assembler, makes_an_entry_of_a_close_alone) {
    Assembler assembler;
    assembler.add(close_of(sample_entry()), 1);
    EXPECT_EQ(assembler.take(), std::vector{sample_entry()});
}

TEST(Assembler, makes_an_interrupted_entry_of_an_open_alone) {
    Assembler assembler;
    const Entry entry = sample_entry();
    assembler.add(open_of(entry), 1);
    assembler.end();
    const std::vector<Entry> entries = assembler.take();
    ASSERT_EQ(entries.size(), 1u);
    EXPECT_EQ(entries[0].opening, entry.opening);
    EXPECT_EQ(entries[0].outcome, Outcome::interrupted);
    ASSERT_EQ(entries[0].attempts.size(), 1u);
    EXPECT_EQ(entries[0].attempts[0].outcome, Outcome::interrupted);
    EXPECT_EQ(entries[0].charged, Money{0});
    EXPECT_EQ(entries[0].incurred, Money{330'000}) << "what was asked is paid, as far as anyone knows";
    EXPECT_EQ(assembler.open(), 0u);
}

TEST(Assembler, shows_the_attempts_that_were_made_before_an_interruption) {
    Assembler assembler;
    const Entry entry = sample_entry();
    assembler.add(open_of(entry), 1);
    assembler.add(attempt_of(entry, 0), 1);
    assembler.add(attempt_of(entry.opening.request_id, begun(entry.attempts[1])), 1);
    assembler.add(open_of(entry), 2);
    assembler.end();
    const Entry interrupted = assembler.take().at(0);
    ASSERT_EQ(interrupted.attempts.size(), 2u);
    EXPECT_EQ(interrupted.attempts[0], entry.attempts[0]) << "an attempt that has ended is not begun again by a copy of the open";
    EXPECT_EQ(interrupted.attempts[1].outcome, Outcome::interrupted);
    EXPECT_EQ(interrupted.attempts[1].kind, AttemptKind::fallback);
}

TEST(Assembler, is_not_changed_by_records_that_come_again) {
    Assembler assembler;
    const Entry entry = sample_entry();
    for (int copy = 0; copy < 2; ++copy) {
        assembler.add(open_of(entry), 1);
        assembler.add(attempt_of(entry, 0), 1);
        assembler.add(close_of(entry), 1);
    }
    assembler.end();
    EXPECT_EQ(assembler.take(), std::vector{entry});
}

TEST(Assembler, knows_the_earliest_place_that_is_still_needed) {
    Assembler assembler;
    EXPECT_EQ(assembler.oldest_open(), std::nullopt);
    const Entry one = sample_entry(id_of(1));
    const Entry two = sample_entry(id_of(2));
    assembler.add(open_of(one), 3);
    assembler.add(open_of(two), 5);
    assembler.add(attempt_of(two, 1), 7);
    EXPECT_EQ(assembler.oldest_open(), Place{3});
    assembler.add(close_of(one), 6);
    EXPECT_EQ(assembler.oldest_open(), Place{5});
    assembler.add(open_of(two), 4);
    EXPECT_EQ(assembler.oldest_open(), Place{4}) << "a copy in an earlier segment";
    assembler.add(close_of(two), 8);
    EXPECT_EQ(assembler.oldest_open(), std::nullopt);
}

TEST(Assembler, gives_out_the_oldest_as_interrupted_when_too_many_are_open) {
    Assembler assembler({.open_max = 2, .closed_max = 2});
    for (int number = 1; number <= 2; ++number) assembler.add(open_of(sample_entry(id_of(number))), 1);
    EXPECT_TRUE(assembler.take().empty()) << "at the limit";
    assembler.add(open_of(sample_entry(id_of(3))), 1);
    const std::vector<Entry> early = assembler.take();
    ASSERT_EQ(early.size(), 1u);
    EXPECT_EQ(early[0].opening.request_id, id_of(1));
    EXPECT_EQ(early[0].outcome, Outcome::interrupted);
    EXPECT_EQ(assembler.open(), 2u);
    assembler.add(close_of(sample_entry(id_of(1))), 2);
    EXPECT_EQ(assembler.take(), std::vector{sample_entry(id_of(1))}) << "its end is told all the same";
}

TEST(Assembler, keeps_as_many_records_of_attempts_as_it_may) {
    Assembler assembler;
    Entry entry = sample_entry();
    for (std::size_t copy = 1; copy < attempt_records_max; ++copy) assembler.add(attempt_of(entry, 0), 1);
    assembler.add(attempt_of(entry, 1), 1);
    entry.attempts[1].number = 2;
    assembler.add(attempt_of(entry, 1), 1);
    assembler.end();
    EXPECT_EQ(assembler.take().at(0).attempts.size(), 2u) << "the last one is over the limit";
}

TEST(Assembler, is_not_changed_by_what_it_cannot_read) {
    Assembler assembler;
    std::string payload = open_of(sample_entry());
    payload.pop_back();
    EXPECT_TRUE(assembler.add(payload, 1));
    EXPECT_EQ(assembler.open(), 0u);
    EXPECT_EQ(assembler.oldest_open(), std::nullopt);
}

TEST(Assembler, remembers_as_many_ends_as_it_may) {
    Assembler assembler({.open_max = 2, .closed_max = 2});
    for (int number = 1; number <= 2; ++number) assembler.add(close_of(sample_entry(id_of(number))), 1);
    assembler.take();
    for (int number = 1; number <= 2; ++number) assembler.add(close_of(sample_entry(id_of(number))), 1);
    EXPECT_TRUE(assembler.take().empty()) << "at the limit";
    for (int number = 3; number <= 4; ++number) assembler.add(close_of(sample_entry(id_of(number))), 1);
    assembler.take();
    assembler.add(close_of(sample_entry(id_of(1))), 1);
    EXPECT_EQ(assembler.take().size(), 1u) << "forgotten: the store knows better";
}

// Any records of 200 requests, a third of them never closed, each up to three times and in any order: one entry for each request,
// the finished as they finished. Within one process's life the limits are far away.
TEST(Assembler, makes_one_entry_for_each_request_in_any_order) {
    Random random(11);
    for (int round = 0; round < 50; ++round) {
        std::vector<std::string> records;
        std::map<std::string, std::optional<Entry>> expected;
        for (int number = 0; number < 200; ++number) {
            const Entry entry = sample_entry(id_of(number));
            const bool closed = random.below(3) != 0;
            expected[entry.opening.request_id] = closed ? std::optional(entry) : std::nullopt;
            for (std::uint64_t copies = 1 + random.below(3); copies > 0; --copies) {
                records.push_back(open_of(entry));
                if (random.below(2) == 0) records.push_back(attempt_of(entry, 0));
                if (closed) records.push_back(close_of(entry));
            }
        }
        std::shuffle(records.begin(), records.end(), random);

        Assembler assembler;
        for (const std::string& record : records) assembler.add(record, random.below(9));
        assembler.end();
        std::vector<Entry> entries = assembler.take();
        ASSERT_EQ(entries.size(), expected.size());
        EXPECT_EQ(assembler.oldest_open(), std::nullopt);
        for (const Entry& entry : entries) {
            const auto found = expected.find(entry.opening.request_id);
            ASSERT_NE(found, expected.end()) << "twice: " << entry.opening.request_id;
            if (found->second) {
                EXPECT_EQ(entry, *found->second);
            } else {
                EXPECT_EQ(entry.outcome, Outcome::interrupted);
            }
            expected.erase(found);
        }
    }
}

}  // namespace
}  // namespace parley::ledger
