#include "ledger/entry_table.hpp"

#include <algorithm>

#include "ledger/audit.hpp"
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

std::string timed_id(int number) {
    const std::string digits = std::to_string(100 + number);
    return "0192c8a0-1" + digits + "-7abc-8def-0123456789ab";
}

TEST(EntryTable, keeps_an_only_attempt_in_the_row_of_its_entry_unless_it_tells_more) {
    LedgerDatabase database;
    std::vector<Entry> entries{answered_once(timed_id(0)), answered_once(timed_id(1)), answered_once(timed_id(2)),
                               answered_once(timed_id(3)), answered_once(timed_id(4))};
    entries[1].attempts[0].number = 1;
    entries[2].attempts[0].tokens.input_audio = 1;
    entries[3].outcome = Outcome::upstream_cut;  // its tokens are nobody's
    entries[4].attempts[0].rates.reset();
    for (Entry& entry : entries) settle(entry);
    database.put(entries);
    EXPECT_EQ(database.number("SELECT count(*) FROM attempts"), 5);
    EXPECT_EQ(database.number("SELECT count(*) FROM stored_attempts"), 3);
    for (const Entry& entry : entries) EXPECT_EQ(find_entry(database.connection, entry.opening.request_id).value(), entry);
}

TEST(EntryTable, stores_traits_once_for_all_who_have_them) {
    LedgerDatabase database;
    for (int batch = 0; batch < 3; ++batch) {
        std::vector<Entry> entries;
        for (int number = 0; number < 50; ++number) {
            entries.push_back(answered_once(timed_id(batch * 50 + number)));
            if (number % 2 == 0) entries.back().attempts[0].rates.reset();
            if (number % 5 == 0) entries.back().opening.account = "acme";
            settle(entries.back());
        }
        database.put(entries);
    }
    EXPECT_EQ(database.entries(), 150);
    EXPECT_EQ(database.number("SELECT count(*) FROM entry_traits"), 2);
    EXPECT_EQ(database.number("SELECT count(*) FROM attempt_traits"), 2) << "a price that is not known is a trait like another";
    EXPECT_EQ(database.number("SELECT sum(length(request_id)) FROM stored_entries"), 150 * 16);
}

// Entries go to the store by the dozen, in one statement; each is stored once all the same, wherever one that is known stands.
TEST(EntryTable, stores_the_others_of_a_batch_in_which_some_are_known) {
    for (const std::vector<int>& known : std::vector<std::vector<int>>{{0}, {31}, {32}, {5, 6, 40}, {99}, {}}) {
        LedgerDatabase database;
        for (const int number : known) database.put({answered_once(timed_id(number))});
        std::vector<Entry> entries;
        for (int number = 0; number < 100; ++number) entries.push_back(answered_once(timed_id(number)));
        entries.push_back(answered_once(timed_id(50)));  // twice in the batch
        database.put(entries);
        EXPECT_EQ(database.entries(), 100);
        EXPECT_EQ(database.number("SELECT requests FROM usage_sums WHERE span = 60"), 100);
        EXPECT_TRUE(audit_totals(database.connection, 0).value().imbalances.empty());
        EXPECT_TRUE(audit_entries(database.connection, 0).value().imbalances.empty());
    }
}

TEST(EntryTable, knows_an_id_by_its_text_whatever_its_form) {
    LedgerDatabase database;
    const std::string lower = timed_id(1), upper = "0192C8A0-1101-7ABC-8DEF-0123456789AB", other = "0192c8a0-1101-7abc-8def-0123456789a";
    for (int copy = 0; copy < 2; ++copy)
        database.put({answered_once(lower), answered_once(upper), answered_once(other), answered_once("")});
    EXPECT_EQ(database.entries(), 4);
    for (const std::string& id : {lower, upper, other}) {
        EXPECT_EQ(find_entry(database.connection, id).value().opening.request_id, id);
        store::Statement shown = database.connection.prepare("SELECT count(*) FROM entries WHERE request_id = ?").value();
        ASSERT_TRUE(shown.bind(id).step().value());
        EXPECT_EQ(shown.integer(0), 1) << "in the view";
    }
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
    const auto listed = [&](const EntryFilter& filter) { return ids_of(list_entries(database.connection, filter, {}, 10).value()); };
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
