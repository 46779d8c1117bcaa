#include "server/ledger_verbs.hpp"

#include <filesystem>
#include <fstream>

#include "journal/journal.hpp"
#include "ledger/record.hpp"
#include "unit/server/filled_store.hpp"

namespace parley::server {
namespace {

using nlohmann::json;

class LedgerVerbs : public testing::Test {
  protected:
    json run(const char* verb, json arguments = json::object()) { return control::run_verb(verbs, {verb, std::move(arguments)}).value(); }
    std::vector<std::string> exported_ids(json arguments = json::object()) {
        std::vector<std::string> ids;
        for (;;) {
            const json piece = run("ledger.export", arguments);
            for (const json& entry : piece["entries"]) ids.push_back(entry["request_id"]);
            if (piece["next"].is_null()) return ids;
            arguments["after_began"] = piece["next"]["began"];
            arguments["after_row"] = piece["next"]["row"];
        }
    }

    /// The closes of so many requests, in one segment.
    void write_journal(int entries) {
        const auto directory = journal::open_directory(filled.store->journal_path()).value();
        const auto journal =
            journal::Journal::open(*directory, {.segment_bytes = 64 * 1024}, {}, journal::Journal::Syncing::by_hand).value();
        const auto appender = journal->make_appender(
            0, [] {}, TimePoint{});
        for (int number = 0; number < entries; ++number) {
            std::string payload;
            ledger::append_close(payload, ledger::sample_entry(std::to_string(number)));
            auto room = appender->open(payload, {.close_bytes_max = payload.size()}, TimePoint{});
            ASSERT_TRUE(room.has_value());
            appender->close(std::move(*room), payload);
        }
        appender->flush(TimePoint{});
    }
    std::string segment() const {
        for (const auto& file : std::filesystem::directory_iterator(filled.store->journal_path())) return file.path();
        return {};
    }
    void flip_byte(std::streamoff place) const {
        std::fstream file(segment(), std::ios::in | std::ios::out | std::ios::binary);
        file.seekg(place);
        const char byte = static_cast<char>(file.get() ^ 1);
        file.seekp(place);
        file.put(byte);
    }

    FilledStore filled;
    control::Verbs verbs = ledger_verbs(filled.store->writer(), filled.store->journal_path());
};

TEST_F(LedgerVerbs, find_nothing_in_books_that_are_right) {
    filled.put({ledger::sample_entry()});
    EXPECT_EQ(run("ledger.entries"), json({{"entries", 1}, {"faults", json::array()}, {"next", nullptr}}));
    EXPECT_EQ(run("ledger.totals"), json({{"faults", json::array()}, {"next", nullptr}}));
    EXPECT_EQ(run("ledger.database"), json({{"faults", json::array()}}));
    EXPECT_EQ(run("ledger.journal"), json({{"segments", 0}, {"records", 0}, {"kept_aside", 0}, {"findings", json::array()}}))
        << "no journal was begun";
    EXPECT_FALSE(std::filesystem::exists(filled.store->journal_path())) << "nor is one made by looking";
}

TEST_F(LedgerVerbs, name_the_entry_and_the_day_whose_sums_are_wrong) {
    filled.put({ledger::sample_entry("changed")});
    filled.tamper("UPDATE stored_entries SET charged = charged + 1");
    EXPECT_EQ(run("ledger.entries")["faults"], json({"entry changed: what is charged is not the sum of the attempts that answered"}));
    EXPECT_EQ(run("ledger.totals")["faults"], json({"day 2026-09-21: the totals are not the sums of the rows"}));
}

TEST_F(LedgerVerbs, go_through_entries_in_pieces) {
    std::vector<ledger::Entry> entries;
    for (int number = 0; number < 1'001; ++number) entries.push_back(plain_entry(std::to_string(number), "a", "k", "m"));
    filled.put(entries);
    const json first = run("ledger.entries");
    EXPECT_EQ(first["entries"], 1'000);
    EXPECT_EQ(run("ledger.entries", {{"after", first["next"]}}), json({{"entries", 1}, {"faults", json::array()}, {"next", nullptr}}));
}

TEST_F(LedgerVerbs, find_every_flipped_byte_of_a_record) {
    write_journal(3);
    const json whole = run("ledger.journal");
    EXPECT_EQ(whole["segments"], 1);
    EXPECT_EQ(whole["records"], 6) << "an open and a close for each";
    EXPECT_EQ(whole["findings"], json::array());
    const auto end = static_cast<std::streamoff>(journal::header_bytes) + 900;  // well within the records
    int flipped = 0;
    for (std::streamoff place = journal::header_bytes; place < end; place += 9, ++flipped) {
        flip_byte(place);
        const json found = run("ledger.journal");
        ASSERT_EQ(found["findings"].size(), 1u) << place;
        EXPECT_EQ(found["findings"][0]["is_damage"], true) << place;
        EXPECT_EQ(found["findings"][0]["file"], std::filesystem::path(segment()).filename().string());
        EXPECT_NE(found["findings"][0]["text"].get<std::string>().find(" are no record"), std::string::npos) << found.dump();
        flip_byte(place);
    }
    EXPECT_EQ(flipped, 100);
    EXPECT_EQ(run("ledger.journal"), whole);
}

TEST_F(LedgerVerbs, export_every_entry_with_its_attempts) {
    ledger::Entry bare{.opening = {.request_id = "bare", .began = 1}};
    filled.put({ledger::sample_entry("whole"), bare});
    EXPECT_EQ(exported_ids(), (std::vector<std::string>{"whole", "bare"})) << "the newest first";
    const json entries = run("ledger.export")["entries"];
    EXPECT_EQ(entries[0]["began"], "2026-09-21T14:13:20.123456Z");
    EXPECT_EQ(entries[0]["charged"], "0.00290796");
    EXPECT_EQ(entries[0]["tokens"]["cache_read"], 3'072);
    ASSERT_EQ(entries[0]["attempts"].size(), 2u);
    EXPECT_EQ(entries[0]["attempts"][0]["error_class"], "overloaded");
    EXPECT_EQ(entries[0]["attempts"][1]["kind"], "fallback");
    EXPECT_EQ(entries[0]["attempts"][1]["rates"]["cache_read"], "0.3");
    EXPECT_EQ(entries[0]["attempts"][1]["cost"], "0.00290796");
    EXPECT_EQ(entries[1]["answered_model"], json());
    EXPECT_EQ(entries[1]["http_status"], json());
}

TEST_F(LedgerVerbs, export_what_began_in_the_time_that_is_asked_for) {
    std::vector<ledger::Entry> entries;
    for (int day = 1; day <= 4; ++day) {
        entries.push_back(plain_entry(std::to_string(day), "a", "k", "m"));
        entries.back().opening.began = day * 86'400'000'000LL;
    }
    filled.put(entries);
    EXPECT_EQ(exported_ids({{"since", "1970-01-03"}}), (std::vector<std::string>{"4", "3", "2"}));
    EXPECT_EQ(exported_ids({{"since", "1970-01-03"}, {"until", "1970-01-04"}}), std::vector<std::string>{"2"});
    const auto refused = control::run_verb(verbs, {"ledger.export", {{"since", "soon"}}});
    ASSERT_TRUE(refused.has_error());
    EXPECT_TRUE(refused.error().problems.at(0).starts_with("since must be")) << refused.error().problems[0];
}

TEST_F(LedgerVerbs, export_the_longest_entries_in_answers_that_fit_their_line) {
    ledger::Entry longest = ledger::sample_entry();
    const auto escaped = [](std::size_t bytes) { return std::string(bytes, '\x01'); };  // six bytes each, as JSON
    longest.opening.client_request_id = escaped(ledger::client_request_id_bytes_max);
    longest.opening.account = escaped(ledger::account_bytes_max);
    longest.opening.key_id = escaped(ledger::key_id_bytes_max);
    longest.opening.asked_model = longest.answered_model = escaped(ledger::model_bytes_max);
    ledger::Attempt attempt = longest.attempts[1];
    attempt.target = {.provider = escaped(ledger::provider_bytes_max),
                      .model = escaped(ledger::model_bytes_max),
                      .region = escaped(ledger::region_bytes_max)};
    attempt.error_class = escaped(ledger::error_class_bytes_max);
    attempt.upstream_id = escaped(ledger::upstream_id_bytes_max);
    longest.attempts.clear();
    while (longest.attempts.size() < ledger::attempts_max) {
        attempt.number = static_cast<std::uint32_t>(longest.attempts.size());
        longest.attempts.push_back(attempt);
    }
    settle(longest);
    std::vector<ledger::Entry> entries;
    for (int number = 0; number < 20; ++number) {
        longest.opening.request_id = std::to_string(number);
        entries.push_back(longest);
    }
    filled.put(entries);
    EXPECT_LT(control::print_answer(control::run_verb(verbs, {"ledger.export"})).size(), control::answer_bytes_max);
    EXPECT_EQ(exported_ids().size(), 20u);
}

}  // namespace
}  // namespace parley::server
