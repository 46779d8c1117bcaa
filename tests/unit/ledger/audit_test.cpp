#include "ledger/audit.hpp"

#include <array>

#include "ledger/usage_sums.hpp"
#include "unit/ledger/ledger_database.hpp"
#include "unit/ledger/sample_entries.hpp"

namespace parley::ledger {
namespace {

const std::vector<std::string> day_of_the_sample{"day 2026-09-21: the totals are not the sums of the rows"};

/// Piece by piece.
std::vector<std::string> audited_totals(LedgerDatabase& database) {
    std::vector<std::string> imbalances;
    for (std::optional<std::int64_t> next = 0; next;) {
        AuditedTotals piece = audit_totals(database.connection, *next).value();
        imbalances.insert(imbalances.end(), piece.imbalances.begin(), piece.imbalances.end());
        next = piece.next;
    }
    return imbalances;
}

struct Tampering {
    const char* sql;
    const char* found;
};

TEST(Audit, finds_nothing_in_books_that_balance) {
    LedgerDatabase database;
    Random random(23);
    std::vector<Entry> entries{sample_entry(), Entry{.opening = {.request_id = "bare"}}};
    for (int number = 0; number < 300; ++number) entries.push_back(random_entry(random, 1 << 20));
    database.put(entries);
    const AuditedEntries audited = audit_entries(database.connection, 0).value();
    EXPECT_EQ(audited.entries, 302);
    EXPECT_TRUE(audited.imbalances.empty()) << audited.imbalances[0];
    EXPECT_FALSE(audited.more);
    EXPECT_TRUE(audited_totals(database).empty());
}

TEST(Audit, finds_every_number_that_was_changed) {
    for (const Tampering& tampering :
         {Tampering{"UPDATE stored_attempts SET cost = cost + 1 WHERE number = 1", "the cost of an attempt is not that of its tokens"},
          Tampering{"UPDATE stored_attempts SET output = 56 WHERE number = 1", "the cost of an attempt is not that of its tokens"},
          Tampering{"UPDATE attempt_traits SET output_rate = 0", "the cost of an attempt is not that of its tokens"},
          Tampering{"UPDATE stored_attempts SET cost = NULL WHERE number = 0", "the cost of an attempt is not that of its tokens"},
          Tampering{"DELETE FROM stored_attempts WHERE number = 0", "what is incurred is not the sum of the attempts"},
          Tampering{"UPDATE attempt_traits SET answered = 1", "what is charged is not the sum of the attempts that answered"},
          Tampering{"UPDATE stored_entries SET charged = 0", "what is charged is not the sum of the attempts that answered"},
          Tampering{"UPDATE stored_entries SET incurred = NULL", "what is incurred is not the sum of the attempts"},
          Tampering{"UPDATE stored_entries SET cache_read = 0", "the tokens are not those of the attempts that answered"},
          Tampering{"UPDATE entry_traits SET estimated = 1", "the tokens are not those of the attempts that answered"}}) {
        LedgerDatabase database;
        database.put({sample_entry("r")});
        ASSERT_EQ(database.connection.run(tampering.sql), std::nullopt);
        EXPECT_EQ(audit_entries(database.connection, 0).value().imbalances, std::vector{"entry r: " + std::string(tampering.found)})
            << tampering.sql;
    }
}

/// Runs `sql`, has a look, and takes it back.
template <class Look>
void after(LedgerDatabase& database, const std::string& sql, Look look) {
    ASSERT_EQ(database.connection.run("SAVEPOINT tampering"), std::nullopt);
    ASSERT_EQ(database.connection.run(sql.c_str()), std::nullopt) << sql;
    look();
    ASSERT_EQ(database.connection.run("ROLLBACK TO tampering; RELEASE tampering"), std::nullopt);
}

/// What of a table can be changed without its key.
std::vector<std::string> changes_to(LedgerDatabase& database, const std::string& table) {
    std::vector<std::string> changes;
    store::Statement query =
        database.connection.prepare("SELECT name, type FROM pragma_table_info('" + table + "') WHERE name NOT IN ('id', 'entry')").value();
    while (query.step().value()) {
        const std::string column = query.text(0);
        const std::string other = query.text(1) == "INTEGER" ? "coalesce(" + column + " + 1, 1)" : "coalesce(" + column + ", '') || 'x'";
        changes.push_back("UPDATE " + table + " SET " + column + " = " + other + " WHERE rowid = (SELECT max(rowid) FROM " + table + ")");
    }
    return changes;
}

TEST(Audit, finds_every_column_that_was_changed) {
    LedgerDatabase database;
    database.put({answered_once("0192c8a0-1234-7abc-8def-0123456789ab")});
    std::size_t columns = 0;
    for (const char* table : {"stored_entries", "entry_traits", "attempt_traits"}) {
        for (const std::string& sql : changes_to(database, table)) {
            ++columns;
            after(database, sql, [&] { EXPECT_EQ(audit_entries(database.connection, 0).value().imbalances.size(), 1u) << sql; });
        }
    }
    EXPECT_EQ(columns, 20u + 10 + 15);
}

TEST(Audit, finds_every_column_of_an_attempt_that_was_changed) {
    LedgerDatabase database;
    database.put({sample_entry("r")});
    std::size_t columns = 0;
    for (std::string sql : changes_to(database, "stored_attempts")) {
        ++columns;
        sql.replace(sql.find(" WHERE"), std::string::npos, " WHERE number = 1");
        after(database, sql, [&] { EXPECT_EQ(audit_entries(database.connection, 0).value().imbalances.size(), 1u) << sql; });
    }
    EXPECT_EQ(columns, 15u);
}

TEST(Audit, misses_traits_that_went) {
    LedgerDatabase database;
    database.put({answered_once("r")});
    for (const char* sql : {"DELETE FROM entry_traits", "DELETE FROM attempt_traits"}) {
        after(database, sql, [&] {
            EXPECT_EQ(audit_entries(database.connection, 0).value().imbalances.size(), 1u) << sql;
            EXPECT_EQ(database.entries(), 1) << "the row is still shown";
        });
    }
}

TEST(Audit, finds_totals_that_are_not_the_sums_of_their_rows) {
    for (const char* tampering :
         {"UPDATE usage_sums SET charged = charged - 1 WHERE span = 60", "UPDATE usage_sums SET charged = charged - 1 WHERE span = 3600",
          "UPDATE usage_sums SET charged = charged - 1 WHERE span = 86400", "UPDATE usage_sums SET requests = 2",
          "UPDATE usage_sums SET output = NULL", "DELETE FROM usage_sums", "DELETE FROM usage_sums WHERE span = 86400",
          "UPDATE usage_sums SET key_id = 'another'", "UPDATE usage_sums SET region = 'eu' WHERE span = 3600",
          "UPDATE stored_entries SET charged = charged + 1", "UPDATE stored_entries SET row_check = row_check + 1",
          "UPDATE stored_entries SET row_check = NULL", "UPDATE stored_entries SET began = began + 60000000"}) {
        LedgerDatabase database;
        database.put({sample_entry()});
        ASSERT_EQ(database.connection.run(tampering), std::nullopt);
        EXPECT_EQ(audited_totals(database), day_of_the_sample) << tampering;
    }
}

TEST(Audit, misses_each_row_that_went) {
    constexpr int entries = 100;
    LedgerDatabase database;
    std::vector<Entry> stored;
    for (int number = 0; number < entries; ++number) stored.push_back(sample_entry(std::to_string(number)));
    database.put(stored);
    for (int gone = 0; gone < entries; ++gone) {
        const std::string sql = "DELETE FROM stored_entries WHERE request_id = '" + std::to_string(gone) + "'";
        after(database, sql, [&] { EXPECT_EQ(audited_totals(database), day_of_the_sample) << gone; });
    }
    EXPECT_TRUE(audited_totals(database).empty());
}

TEST(Audit, tells_one_row_from_another_that_counts_the_same) {
    LedgerDatabase database;
    database.put({sample_entry("here"), sample_entry("there")});
    ASSERT_EQ(
        database.connection.run("PRAGMA foreign_keys = OFF; CREATE TEMP TABLE kept AS SELECT * FROM stored_entries WHERE request_id = "
                                "'here'; DELETE FROM stored_entries WHERE request_id = 'there'; UPDATE kept SET id = 99, request_id = "
                                "'copy'; INSERT INTO stored_entries SELECT * FROM kept"),
        std::nullopt);
    EXPECT_EQ(database.entries(), 2);
    EXPECT_EQ(audited_totals(database), day_of_the_sample) << "the sums of the tokens are right, those of the checks are not";
}

TEST(Audit, visits_every_hour_and_day_in_pieces) {
    LedgerDatabase database;
    std::vector<Entry> entries;
    for (int hour = 0; hour < 3 * audited_hours_max; ++hour) {
        entries.push_back(sample_entry(std::to_string(hour)));
        entries.back().opening.began = static_cast<UnixMicroseconds>(hour) * hour_span * 1'000'000;
    }
    database.put(entries);
    EXPECT_TRUE(audited_totals(database).empty());
    ASSERT_EQ(database.connection.run("UPDATE usage_sums SET input = input + 1 WHERE span = 86400"), std::nullopt);
    const std::vector<std::string> all = audited_totals(database);
    EXPECT_EQ(all.size(), 25u) << "days of 24 hours";
    EXPECT_EQ(all.front(), "day 1970-01-01: the totals are not the sums of the rows");
}

TEST(Audit, goes_on_where_a_piece_ended) {
    LedgerDatabase database;
    std::vector<Entry> entries;
    for (std::size_t number = 0; number <= audited_entries_max; ++number) entries.push_back(sample_entry(std::to_string(number)));
    database.put(entries);
    ASSERT_EQ(database.connection.run("UPDATE stored_entries SET charged = 1"), std::nullopt);
    const AuditedEntries first = audit_entries(database.connection, 0).value();
    EXPECT_EQ(first.entries, static_cast<std::int64_t>(audited_entries_max));
    EXPECT_EQ(first.imbalances.size(), imbalances_max);
    EXPECT_TRUE(first.more);
    const AuditedEntries rest = audit_entries(database.connection, first.last_row).value();
    EXPECT_EQ(rest.entries, 1);
    EXPECT_EQ(rest.imbalances.size(), 1u);
    EXPECT_FALSE(rest.more);
}

}  // namespace
}  // namespace parley::ledger
