#include "ledger/entry_table.hpp"

#include <algorithm>

#include "unit/ledger/ledger_database.hpp"
#include "unit/ledger/sample_entries.hpp"

namespace parley::ledger {
namespace {

/// The same request as far as it was known while its second attempt ran.
Entry interrupted(Entry entry) {
    entry.answered_model = {};
    entry.outcome = Outcome::interrupted;
    entry.http_status = 0;
    entry.first_chunk.reset();
    entry.total = {};
    entry.attempts[1].outcome = Outcome::interrupted;
    entry.attempts[1].answered = false;
    settle(entry);
    return entry;
}

TEST(EntryTable, gives_back_what_was_stored) {
    LedgerDatabase database;
    Random random(3);
    std::vector<Entry> entries{sample_entry(), Entry{.opening = {.request_id = "bare"}}};
    for (int number = 0; number < 500; ++number) entries.push_back(random_entry(random, std::uint64_t{1} << 42));
    database.put(entries);
    for (const Entry& entry : entries) {
        const Result<Entry> found = find_entry(database.connection, entry.opening.request_id);
        ASSERT_TRUE(found.has_value()) << found.error().message;
        EXPECT_TRUE(*found == entry) << entry.opening.request_id;
    }
    EXPECT_EQ(find_entry(database.connection, "nobody").error().kind, ErrorKind::not_found);
}

TEST(EntryTable, keeps_one_row_however_often_an_entry_comes) {
    LedgerDatabase database;
    for (int copy = 0; copy < 3; ++copy) database.put({sample_entry(), sample_entry()});
    EXPECT_EQ(database.entries(), 1);
    EXPECT_EQ(database.number("SELECT count(*) FROM attempts"), 2);
}

TEST(EntryTable, replaces_an_interrupted_entry_by_its_end_and_never_the_other_way) {
    const Entry whole = sample_entry();
    for (const bool end_first : {false, true}) {
        LedgerDatabase database;
        database.put({end_first ? whole : interrupted(whole)});
        database.put({end_first ? interrupted(whole) : whole});
        EXPECT_EQ(find_entry(database.connection, whole.opening.request_id).value(), whole);
        EXPECT_EQ(database.entries(), 1);
        EXPECT_EQ(database.number("SELECT count(*) FROM attempts"), 2);
    }
}

TEST(EntryTable, never_changes_a_finished_entry) {
    LedgerDatabase database;
    Entry other = sample_entry();
    other.outcome = Outcome::failed;
    settle(other);
    database.put({sample_entry()});
    database.put({other});
    EXPECT_EQ(find_entry(database.connection, other.opening.request_id).value(), sample_entry());
}

TEST(EntryTable, joins_what_two_interrupted_entries_know) {
    const Entry whole = interrupted(sample_entry());
    Entry without_opening;
    without_opening.opening.request_id = whole.opening.request_id;
    without_opening.attempts = {whole.attempts[1]};
    settle(without_opening);
    Entry first_only = whole;
    first_only.attempts.pop_back();
    settle(first_only);
    for (const bool other_order : {false, true}) {
        LedgerDatabase database;
        database.put({other_order ? first_only : without_opening});
        database.put({other_order ? without_opening : first_only});
        EXPECT_EQ(find_entry(database.connection, whole.opening.request_id).value(), whole);
        EXPECT_EQ(database.entries(), 1);
    }
}

TEST(EntryTable, keeps_what_no_price_is_known_for_apart_from_what_is_free) {
    LedgerDatabase database;
    Entry entry = sample_entry();
    entry.attempts[1].rates.reset();
    settle(entry);
    database.put({entry});
    EXPECT_EQ(database.number("SELECT charged IS NULL AND incurred IS NULL FROM entries"), 1);
    EXPECT_EQ(database.number("SELECT cost IS NULL AND output_rate IS NULL FROM attempts WHERE number = 1"), 1);
}

TEST(EntryTable, refuses_a_negative_sum) {
    LedgerDatabase database;
    Entry entry = sample_entry();
    entry.charged = Money{-1};
    const std::optional<Error> error = store_entries(database.connection, std::vector{entry});
    ASSERT_TRUE(error.has_value());
    EXPECT_EQ(error->message, "store: CHECK constraint failed: charged >= 0");
}

std::vector<std::string> ids_of(const EntryPage& page) {
    std::vector<std::string> ids;
    for (const Entry& entry : page.entries) ids.push_back(entry.opening.request_id);
    return ids;
}

TEST(EntryTable, lists_the_newest_first_page_by_page) {
    LedgerDatabase database;
    std::vector<Entry> entries;
    for (int number = 0; number < 5; ++number) {
        entries.push_back(sample_entry(std::to_string(number)));
        entries.back().opening.began = number < 2 ? 100 : 200;  // the row decides among those of one moment
    }
    database.put(entries);
    const EntryPage first = list_entries(database.connection, {}, {}, 2).value();
    EXPECT_EQ(ids_of(first), (std::vector<std::string>{"4", "3"}));
    ASSERT_TRUE(first.next);
    const EntryPage second = list_entries(database.connection, {}, *first.next, 2).value();
    EXPECT_EQ(ids_of(second), (std::vector<std::string>{"2", "1"}));
    const EntryPage last = list_entries(database.connection, {}, *second.next, 2).value();
    EXPECT_EQ(ids_of(last), std::vector<std::string>{"0"});
    EXPECT_FALSE(last.next);
    EXPECT_EQ(last.entries[0].attempts.size(), 2u);
    EXPECT_FALSE(list_entries(database.connection, {}, {}, 5).value().next) << "a page that ends with the last";
}

TEST(EntryTable, lists_no_more_than_a_page_holds) {
    LedgerDatabase database;
    std::vector<Entry> entries;
    for (std::size_t number = 0; number <= page_entries_max; ++number) {
        entries.push_back({.opening = {.request_id = std::to_string(number)}});
    }
    database.put(entries);
    const EntryPage page = list_entries(database.connection, {}, {}, 1'000'000).value();
    EXPECT_EQ(page.entries.size(), page_entries_max);
    EXPECT_TRUE(page.next);
}

TEST(EntryTable, lists_what_the_filter_lets_through) {
    LedgerDatabase database;
    Entry one = sample_entry("one");
    Entry other = sample_entry("other");
    other.opening.began = one.opening.began + 1;
    other.opening.account = "acme";
    other.opening.key_id = "k_2";
    other.answered_model = {};
    other.opening.asked_model = "gpt-5";
    database.put({one, other});
    const auto listed = [&](const EntryFilter& filter) {
        return ids_of(list_entries(database.connection, filter, {}, 10).value());
    };
    const std::vector<std::string> only_one{"one"}, only_other{"other"};
    EXPECT_EQ(listed({.since = one.opening.began, .until = other.opening.began}), only_one);
    EXPECT_EQ(listed({.since = other.opening.began}), only_other);
    EXPECT_EQ(listed({.account = "acme"}), only_other);
    EXPECT_EQ(listed({.key_id = "k_1"}), only_one);
    EXPECT_EQ(listed({.model = "gpt-5"}), only_other) << "asked for, where none answered";
    EXPECT_EQ(listed({.model = "claude-sonnet-4-6"}), only_one);
    EXPECT_TRUE(listed({.account = "acme' OR 1 --"}).empty());
}

}  // namespace
}  // namespace parley::ledger
