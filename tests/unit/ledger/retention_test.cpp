#include "ledger/retention.hpp"

#include "unit/ledger/ledger_database.hpp"
#include "unit/ledger/sample_entries.hpp"

namespace parley::ledger {
namespace {

/// Entries that began at 1, 2, 3 ...
std::vector<Entry> entries_in_a_row(std::size_t count) {
    std::vector<Entry> entries;
    for (std::size_t number = 1; number <= count; ++number) {
        entries.push_back(sample_entry(std::to_string(number)));
        entries.back().opening.began = static_cast<UnixMicroseconds>(number);
    }
    return entries;
}

TEST(Retention, keeps_everything_unless_told) {
    LedgerDatabase database;
    database.put(entries_in_a_row(10));
    EXPECT_EQ(prune(database.connection, {}).value(), Pruned{});
    EXPECT_EQ(database.entries(), 10);
}

TEST(Retention, removes_what_began_too_early_with_its_attempts) {
    LedgerDatabase database;
    database.put(entries_in_a_row(10));
    EXPECT_EQ(prune(database.connection, {.keep_since = 4}).value(), (Pruned{.entries = 3}));
    EXPECT_EQ(database.number("SELECT min(began) FROM entries"), 4);
    EXPECT_EQ(database.number("SELECT count(*) FROM attempts"), 14);
}

TEST(Retention, removes_a_bounded_number_at_a_time) {
    LedgerDatabase database;
    database.put(entries_in_a_row(pruned_entries_max + 1));
    const Retention nothing{.keep_since = std::int64_t{1} << 50};
    EXPECT_EQ(prune(database.connection, nothing).value(), (Pruned{.entries = pruned_entries_max, .more = true}));
    EXPECT_EQ(prune(database.connection, nothing).value(), (Pruned{.entries = 1}));
    EXPECT_EQ(prune(database.connection, nothing).value(), Pruned{});
}

TEST(Retention, removes_the_oldest_while_the_database_is_too_large) {
    LedgerDatabase database;
    database.put(entries_in_a_row(4 * pruned_entries_max));
    const std::int64_t half = bytes_in_use(database.connection).value() / 2;
    const Retention retention{.bytes_max = half};
    int calls = 0;
    while (prune(database.connection, retention).value().more && ++calls < 10) {
    }
    EXPECT_LE(bytes_in_use(database.connection).value(), half);
    EXPECT_GT(database.entries(), 0) << "the newest stay";
    EXPECT_EQ(database.number("SELECT max(began) FROM entries"), static_cast<std::int64_t>(4 * pruned_entries_max));
    EXPECT_EQ(prune(database.connection, retention).value(), Pruned{}) << "at its limit";
}

TEST(Retention, ends_where_nothing_is_left_to_remove) {
    LedgerDatabase database;
    database.put(entries_in_a_row(3));
    EXPECT_EQ(prune(database.connection, {.bytes_max = 0}).value(), (Pruned{.entries = 3}));
    EXPECT_EQ(prune(database.connection, {.bytes_max = 0}).value(), Pruned{});
}

}  // namespace
}  // namespace parley::ledger
