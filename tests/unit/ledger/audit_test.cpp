#include "ledger/audit.hpp"

#include "unit/ledger/ledger_database.hpp"
#include "unit/ledger/sample_entries.hpp"

namespace parley::ledger {
namespace {

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
    EXPECT_TRUE(audit_totals(database.connection).value().empty());
}

TEST(Audit, finds_every_number_that_was_changed) {
    for (const Tampering& tampering :
         {Tampering{"UPDATE attempts SET cost = cost + 1 WHERE number = 1", "the cost of an attempt is not that of its tokens"},
          Tampering{"UPDATE attempts SET output = 56 WHERE number = 1", "the cost of an attempt is not that of its tokens"},
          Tampering{"UPDATE attempts SET output_rate = 0", "the cost of an attempt is not that of its tokens"},
          Tampering{"UPDATE attempts SET cost = NULL WHERE number = 0", "the cost of an attempt is not that of its tokens"},
          Tampering{"DELETE FROM attempts WHERE number = 0", "what is incurred is not the sum of the attempts"},
          Tampering{"UPDATE attempts SET answered = 1", "what is charged is not the sum of the attempts that answered"},
          Tampering{"UPDATE entries SET charged = 0", "what is charged is not the sum of the attempts that answered"},
          Tampering{"UPDATE entries SET incurred = NULL", "what is incurred is not the sum of the attempts"},
          Tampering{"UPDATE entries SET cache_read = 0", "the tokens are not those of the attempts that answered"},
          Tampering{"UPDATE entries SET estimated = 1", "the tokens are not those of the attempts that answered"}}) {
        LedgerDatabase database;
        database.put({sample_entry("r")});
        ASSERT_EQ(database.connection.run(tampering.sql), std::nullopt);
        EXPECT_EQ(audit_entries(database.connection, 0).value().imbalances,
                  std::vector{"entry r: " + std::string(tampering.found)})
            << tampering.sql;
    }
}

TEST(Audit, finds_totals_that_are_not_the_sums_of_their_rows) {
    for (const char* tampering : {"UPDATE usage_days SET charged = charged - 1", "UPDATE usage_days SET requests = 2",
                                  "DELETE FROM usage_days", "UPDATE usage_days SET key_id = 'another'",
                                  "UPDATE entries SET charged = charged + 1"}) {
        LedgerDatabase database;
        database.put({sample_entry()});
        ASSERT_EQ(database.connection.run(tampering), std::nullopt);
        EXPECT_EQ(audit_totals(database.connection).value(),
                  std::vector<std::string>{"day 2026-09-21: the totals are not the sums of the rows"})
            << tampering;
    }
}

TEST(Audit, goes_on_where_a_piece_ended) {
    LedgerDatabase database;
    std::vector<Entry> entries;
    for (std::size_t number = 0; number <= audited_entries_max; ++number) entries.push_back(sample_entry(std::to_string(number)));
    database.put(entries);
    ASSERT_EQ(database.connection.run("UPDATE entries SET charged = 1"), std::nullopt);
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
