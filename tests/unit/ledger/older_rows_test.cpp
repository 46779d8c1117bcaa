// A ledger that an older Parley wrote: everything is there after the step to rows with traits, and is found out if it is changed.
#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "ledger/audit.hpp"
#include "ledger/entry_table.hpp"
#include "ledger/usage_report.hpp"
#include "store/migrations.hpp"
#include "unit/ledger/sample_entries.hpp"
#include "unit/store/temporary_folder.hpp"

namespace parley::ledger {
namespace {

class OlderRows : public testing::Test {
  protected:
    OlderRows() {
        EXPECT_EQ(store::migrate(connection, store::all_migrations().first(5)), std::nullopt);
        std::ifstream file(PARLEY_SOURCE_DIR "/tests/ledger/rows_of_schema_5.sql");
        const std::string rows{std::istreambuf_iterator<char>(file), {}};
        EXPECT_NE(rows, "");
        EXPECT_EQ(connection.run(rows.c_str()), std::nullopt);
        EXPECT_EQ(connection.run("UPDATE entries SET row_check = NULL WHERE request_id = 'bare'"), std::nullopt) << "older still";
        EXPECT_EQ(connection.run("UPDATE usage_sums SET checks_low = 0, checks_high = 0 WHERE account = ''"), std::nullopt);
    }

    void step_on() { ASSERT_EQ(store::migrate(connection), std::nullopt); }

    /// Every value of every row.
    std::vector<std::string> rows_of(const std::string& sql) {
        std::vector<std::string> rows;
        store::Statement query = connection.prepare(sql).value();
        while (query.step().value()) query.append_values(0, query.columns(), rows.emplace_back());
        return rows;
    }
    std::int64_t number(const char* sql) {
        store::Statement query = connection.prepare(sql).value();
        EXPECT_TRUE(query.step().value());
        return query.integer(0);
    }
    void store(const Entry& entry) {
        store::Transaction transaction = store::Transaction::begin(connection).value();
        EXPECT_EQ(store_entries(connection, std::vector{entry}), std::nullopt);
        EXPECT_EQ(transaction.commit(), std::nullopt);
    }

    store::TemporaryFolder folder;
    store::Connection connection = store::Connection::open(folder.file("parley.db")).value();
};

TEST_F(OlderRows, show_the_same_as_before) {
    const std::array asked{"SELECT * FROM entries ORDER BY id", "SELECT * FROM attempts ORDER BY entry, number",
                           "SELECT * FROM usage_sums ORDER BY span, start, account, outcome"};
    std::vector<std::vector<std::string>> before;
    for (const char* sql : asked) before.push_back(rows_of(sql));
    step_on();
    for (std::size_t at = 0; at < asked.size(); ++at) EXPECT_EQ(rows_of(asked[at]), before[at]) << asked[at];
    EXPECT_EQ(number("SELECT count(*) FROM stored_entries WHERE attempt_traits IS NOT NULL"), 3) << "whose only attempt says nothing else";
    EXPECT_EQ(number("SELECT count(*) FROM stored_entries WHERE typeof(request_id) = 'blob'"), 6);
}

TEST_F(OlderRows, fit_their_checks_and_their_sums) {
    step_on();
    const AuditedEntries audited = audit_entries(connection, 0).value();
    EXPECT_EQ(audited.entries, 8);
    EXPECT_TRUE(audited.imbalances.empty()) << audited.imbalances.front();
    EXPECT_TRUE(audit_totals(connection, 0).value().imbalances.empty());
    const UsageReport report = usage_report(connection, std::array{UsageBy::account}, {}).value();
    EXPECT_EQ(report.total.requests, 8);
    EXPECT_EQ(report.total.charged, Money{4 * 2'907'960});
}

TEST_F(OlderRows, do_not_fit_their_checks_once_something_is_changed) {
    step_on();
    for (const char* sql :
         {"UPDATE stored_entries SET total = total + 1 WHERE id = 2", "UPDATE stored_entries SET upstream_id = 'x' WHERE id = 3",
          "UPDATE entry_traits SET error_class = 'x' WHERE account = 'acme'",
          "UPDATE stored_attempts SET upstream_id = '' WHERE entry = 1 AND number = 1",
          "UPDATE stored_entries SET request_id = 'another' WHERE id = 4"}) {
        ASSERT_EQ(connection.run("SAVEPOINT change"), std::nullopt);
        ASSERT_EQ(connection.run(sql), std::nullopt);
        EXPECT_EQ(audit_entries(connection, 0).value().imbalances.size(), 1u) << sql;
        ASSERT_EQ(connection.run("ROLLBACK TO change; RELEASE change"), std::nullopt);
    }
}

TEST_F(OlderRows, are_known_when_their_requests_come_again) {
    step_on();
    store(answered_once("0192c8a0-1234-7abc-8def-0123456789ab"));
    EXPECT_EQ(number("SELECT count(*) FROM entries"), 8);
    Entry end = answered_once("0192C8A0-1239-7ABC-8DEF-0123456789AB");
    store(end);
    EXPECT_EQ(number("SELECT count(*) FROM entries"), 8);
    EXPECT_EQ(find_entry(connection, end.opening.request_id).value(), end) << "what was interrupted gives way to its end";
    EXPECT_TRUE(audit_entries(connection, 0).value().imbalances.empty());
    EXPECT_TRUE(audit_totals(connection, 0).value().imbalances.empty());
}

}  // namespace
}  // namespace parley::ledger
