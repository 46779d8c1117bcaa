// ledger_database.hpp: a database of a test's own, with the tables of the ledger.
#pragma once

#include <gtest/gtest.h>

#include <span>
#include <string>
#include <vector>

#include "ledger/entry_table.hpp"
#include "store/connection.hpp"
#include "store/migrations.hpp"
#include "unit/store/temporary_folder.hpp"

namespace parley::ledger {

struct LedgerDatabase {
    store::TemporaryFolder folder;
    store::Connection connection = store::Connection::open(folder.file("parley.db")).value();

    LedgerDatabase() { EXPECT_EQ(store::migrate(connection), std::nullopt); }

    /// In one transaction, as the writer does it.
    void put(const std::vector<Entry>& entries) {
        store::Transaction transaction = store::Transaction::begin(connection).value();
        const std::optional<Error> error = store_entries(connection, entries);
        EXPECT_EQ(error, std::nullopt) << error->message;
        EXPECT_EQ(transaction.commit(), std::nullopt);
    }
    std::int64_t number(const char* sql) {
        store::Statement query = connection.prepare(sql).value();
        EXPECT_TRUE(query.step().value());
        return query.integer(0);
    }
    std::int64_t entries() { return number("SELECT count(*) FROM entries"); }
};

}  // namespace parley::ledger
