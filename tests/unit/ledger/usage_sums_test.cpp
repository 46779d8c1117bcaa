#include "ledger/usage_sums.hpp"

#include <array>

#include "ledger/audit.hpp"
#include "ledger/usage_report.hpp"
#include "unit/ledger/ledger_database.hpp"
#include "unit/ledger/sample_entries.hpp"

namespace parley::ledger {
namespace {

TEST(UsageSums, are_kept_by_minute_hour_and_day) {
    LedgerDatabase database;
    std::vector<Entry> entries;
    for (const int minute : {0, 0, 1, 60, 24 * 60}) {
        entries.push_back(sample_entry(std::to_string(entries.size())));
        entries.back().opening.began = 86'400'000'000LL * 20'000 + minute * 60'000'000LL + 59'999'999;
    }
    database.put(entries);
    const auto sums = [&](int span) {
        return database.number(("SELECT count(*) FROM usage_sums WHERE span = " + std::to_string(span)).c_str());
    };
    EXPECT_EQ(sums(60), 4);
    EXPECT_EQ(sums(3'600), 3);
    EXPECT_EQ(sums(86'400), 2);
    EXPECT_EQ(database.number("SELECT requests FROM usage_sums WHERE span = 60 ORDER BY start LIMIT 1"), 2);
    EXPECT_EQ(database.number("SELECT start FROM usage_sums WHERE span = 86400 ORDER BY start LIMIT 1"), 86'400 * 20'000);
}

TEST(UsageSums, take_over_the_rows_of_an_older_ledger) {
    store::TemporaryFolder folder;
    store::Connection connection = store::Connection::open(folder.file("parley.db")).value();
    ASSERT_EQ(store::migrate(connection, store::all_migrations().first(3)), std::nullopt);
    constexpr const char* rows = R"(
        INSERT INTO entries VALUES (1, 'a', '', 1790000000000000, 'acme', 'k', 'm', 'm', 0, 'ok', 200, '', NULL, 1, 10, 0, 0, 0, 5, 0, 0, 70, 90);
        INSERT INTO entries VALUES (2, 'b', '', 1790000000000001, 'acme', 'k', 'm', '', 0, 'failed', 502, '', NULL, 1, 0, 0, 0, 0, 0, 0, 0, 0, NULL);
        INSERT INTO attempts VALUES (1, 0, 'primary', 'p', 'u', 'us', 0, NULL, 1, 'failed', 500, '', '', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0);
        INSERT INTO attempts VALUES (1, 1, 'fallback', 'q', 'u', 'eu', 0, NULL, 1, 'ok', 200, '', '', 1, 10, 0, 0, 0, 5, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0);
    )";
    ASSERT_EQ(connection.run(rows), std::nullopt);
    ASSERT_EQ(store::migrate(connection), std::nullopt);
    EXPECT_TRUE(audit_totals(connection, 0).value().imbalances.empty());
    const UsageReport report = usage_report(connection, std::array{UsageBy::region, UsageBy::outcome}, {}).value();
    ASSERT_EQ(report.rows.size(), 2u);
    EXPECT_EQ(report.rows[0].groups, (std::vector<std::string>{"", "failed"}));
    EXPECT_EQ(report.rows[0].totals.without_cost, 1);
    EXPECT_EQ(report.rows[1].groups, (std::vector<std::string>{"eu", "ok"})) << "where the answer came from";
    EXPECT_EQ(report.rows[1].totals.charged, Money{70});
    EXPECT_EQ(report.rows[1].totals.incurred, Money{90});
}

TEST(UsageSums, go_with_their_last_row) {
    LedgerDatabase database;
    database.put({sample_entry()});
    UsageSums sums;
    store::Statement row = database.connection.prepare("SELECT " + std::string(summed_columns) + " FROM entries").value();
    while (row.step().value()) sums.count(row, UsageSums::Direction::went);
    ASSERT_EQ(sums.write(database.connection), std::nullopt);
    EXPECT_EQ(database.number("SELECT count(*) FROM usage_sums"), 0);
}

}  // namespace
}  // namespace parley::ledger
