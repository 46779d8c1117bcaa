// filled_store.hpp: a data directory of a test's own, with entries in its ledger.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "ledger/entry_table.hpp"
#include "server/local_store.hpp"
#include "unit/ledger/sample_entries.hpp"
#include "unit/store/temporary_folder.hpp"

namespace parley::server {

struct FilledStore {
    store::TemporaryFolder folder;
    std::unique_ptr<LocalStore> store = LocalStore::open(folder.path(), std::nullopt, store::DataDirectory::Missing::make).value();

    /// On the store's thread.
    template <class Work>
    void run(Work work) {
        const auto done = store->writer().ask<bool>([&](store::Connection& connection) -> Result<bool> {
            if (std::optional<Error> error = work(connection)) return *error;
            return true;
        });
        EXPECT_TRUE(done.has_value()) << done.error().message;
    }
    void put(const std::vector<ledger::Entry>& entries) {
        run([&](store::Connection& connection) { return ledger::store_entries(connection, entries); });
    }
    void tamper(const char* sql) {
        run([&](store::Connection& connection) { return connection.run(sql); });
    }
};

/// One attempt that answered with so many tokens, at a thousandth of a dollar for a thousand tokens in and two for a thousand out.
inline ledger::Entry plain_entry(std::string id, std::string account, std::string key, std::string model) {
    ledger::Entry entry{.opening = {.request_id = std::move(id),
                                    .began = 1'790'000'000'000'000,
                                    .account = std::move(account),
                                    .key_id = std::move(key),
                                    .asked_model = model}};
    entry.answered_model = std::move(model);
    entry.outcome = Outcome::ok;
    entry.http_status = 200;
    ledger::Attempt attempt{.target = {.provider = "up", .model = "m", .region = "us"}, .outcome = Outcome::ok};
    attempt.answered = true;
    attempt.tokens = {.input = 1'000, .output = 500};
    attempt.rates = ledger::Rates{.input = {1'000'000}, .output = {2'000'000}};
    entry.attempts = {attempt};
    ledger::settle(entry);
    return entry;
}

}  // namespace parley::server
