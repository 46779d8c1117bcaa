// LedgerDrain between a real journal on a real directory and a real store: whatever dies or fails between two of its steps, each
// request is stored once in the end, and nothing is let go of before it is.
#include "server/ledger_drain.hpp"

#include <algorithm>
#include <filesystem>

#include "ledger/record.hpp"
#include "unit/server/filled_store.hpp"

namespace parley::server {
namespace {

class Drain : public testing::Test {
  protected:
    Drain() { start(); }

    /// Another run of the process; what the one before held in memory is gone.
    void start() {
        drain.reset();
        appender.reset();
        journal.reset();
        if (!directory) directory = journal::open_directory(filled.store->journal_path()).value();
        journal = journal::Journal::open(*directory, options, {}, journal::Journal::Syncing::by_hand).value();
        appender = journal->make_appender(
            0, [] {}, TimePoint{});
        drain = std::make_unique<LedgerDrain>(*journal, filled.store->writer());
    }

    journal::Reservation open(const std::string& id) {
        const ledger::Entry whole = ledger::sample_entry(id);
        ledger::OpenRecord record{.opening = whole.opening, .attempt = whole.attempts[0]};
        record.attempt.outcome = Outcome::interrupted;
        std::string payload;
        ledger::append_open(payload, record);
        auto reservation = appender->open(payload, {.close_bytes_max = 2'000}, TimePoint{});
        EXPECT_TRUE(reservation.has_value()) << reservation.error().detail;
        write();
        return std::move(*reservation);
    }
    void close(journal::Reservation reservation, const std::string& id) {
        std::string payload;
        ledger::append_close(payload, ledger::sample_entry(id));
        appender->close(std::move(reservation), payload);
        write();
    }
    void write() {
        appender->flush(TimePoint{});
        journal->sync();
    }
    void request(const std::string& id) { close(open(id), id); }
    void requests(int count) {
        for (int number = 0; number < count; ++number) request(std::to_string(number));
    }

    std::int64_t number(const std::string& sql) {
        std::int64_t found = 0;
        filled.run([&](store::Connection& connection) -> std::optional<Error> {
            store::Statement query = connection.prepare(sql).value();
            EXPECT_TRUE(query.step().value());
            found = query.integer(0);
            return std::nullopt;
        });
        return found;
    }
    std::int64_t stored(const char* outcome) {
        return number("SELECT count(*) FROM entries WHERE outcome = '" + std::string(outcome) + "'");
    }
    std::size_t files() const {
        const auto is_no_spare = [](const std::filesystem::directory_entry& file) { return file.path().extension() != ".spare"; };
        return static_cast<std::size_t>(std::count_if(std::filesystem::directory_iterator(filled.store->journal_path()), {}, is_no_spare));
    }

    FilledStore filled;
    journal::JournalOptions options{.segment_bytes = 8 * 1024, .total_bytes = 64 * 8 * 1024};
    std::unique_ptr<journal::Directory> directory;
    std::unique_ptr<journal::Journal> journal;
    std::unique_ptr<journal::Appender> appender;
    std::unique_ptr<LedgerDrain> drain;
};

TEST_F(Drain, stores_a_request_when_it_has_ended) {
    journal::Reservation running = open("running");
    request("ended");
    EXPECT_EQ(drain->round().value().stored, 1u);
    EXPECT_EQ(stored("ok"), 1);
    close(std::move(running), "running");
    EXPECT_EQ(drain->round().value().stored, 1u);
    EXPECT_EQ(stored("ok"), 2);
    EXPECT_EQ(drain->round().value().stored, 0u);
}

TEST_F(Drain, marks_what_an_earlier_run_left_open) {
    { const journal::Reservation lost = open("lost"); }
    EXPECT_EQ(drain->round().value().stored, 0u) << "it may still end in this run";
    start();
    EXPECT_EQ(drain->round().value().stored, 1u);
    EXPECT_EQ(stored("interrupted"), 1);
    EXPECT_EQ(number("SELECT charged FROM entries"), 0) << "nobody pays for what may not have arrived";
}

TEST_F(Drain, changes_nothing_by_reading_a_second_time) {
    requests(20);
    { const journal::Reservation lost = open("lost"); }
    ASSERT_EQ(drain->all(), std::nullopt);
    for (int kills = 0; kills < 3; ++kills) {
        start();  // the segment that was written was not let go of
        ASSERT_EQ(drain->all(), std::nullopt);
    }
    EXPECT_EQ(number("SELECT count(*) FROM entries"), 21);
    EXPECT_EQ(stored("ok"), 20);
    EXPECT_EQ(number("SELECT sum(requests) FROM usage_sums WHERE span = 86400"), 21);
}

TEST_F(Drain, lets_go_of_a_segment_once_its_requests_are_stored) {
    requests(100);  // several segments
    ASSERT_GT(files(), 2u);
    ASSERT_EQ(drain->all(), std::nullopt);
    EXPECT_EQ(files(), 1u) << "the one that is being written";
    EXPECT_EQ(stored("ok"), 100);
}

TEST_F(Drain, keeps_a_segment_whose_request_may_end_in_another) {
    journal::Reservation running = open("running");
    requests(100);
    ASSERT_EQ(drain->all(), std::nullopt);
    EXPECT_GT(files(), 2u);
    close(std::move(running), "running");
    ASSERT_EQ(drain->all(), std::nullopt);
    EXPECT_EQ(files(), 1u);
}

TEST_F(Drain, gives_up_the_place_of_a_request_that_would_fill_the_journal) {
    journal::Reservation running = open("running");
    int number_of_requests = 0;
    while (journal->bytes_used() <= journal->bytes_max() / 2) request(std::to_string(number_of_requests++));
    ASSERT_EQ(drain->all(), std::nullopt);
    EXPECT_EQ(stored("interrupted"), 1);
    EXPECT_EQ(files(), 1u);
    close(std::move(running), "running");
    ASSERT_EQ(drain->all(), std::nullopt);
    EXPECT_EQ(stored("interrupted"), 0);
    EXPECT_EQ(stored("ok"), number_of_requests + 1) << "its end took the place of what was stored of it";
}

TEST_F(Drain, moves_no_more_at_once_than_a_transaction_holds) {
    options.segment_bytes = 4 * 1024 * 1024;
    options.total_bytes = 4 * options.segment_bytes;
    start();
    requests(static_cast<int>(drained_entries_max) + 1);
    const LedgerDrain::Round first = drain->round().value();
    EXPECT_EQ(first.stored, drained_entries_max);
    EXPECT_TRUE(first.more);
    const LedgerDrain::Round second = drain->round().value();
    EXPECT_EQ(second.stored, 1u);
    EXPECT_FALSE(second.more);
}

// For a thread that answers and shares the processor.
TEST_F(Drain, rests_between_the_parts_of_a_transaction) {
    int rests = 0;
    drain = std::make_unique<LedgerDrain>(*journal, filled.store->writer(), [&] { ++rests; });
    requests(2 * static_cast<int>(drained_together) + 1);
    ASSERT_EQ(drain->round().value().stored, 2 * drained_together + 1);
    EXPECT_EQ(rests, 2);
}

TEST_F(Drain, leaves_everything_where_it_is_while_the_store_is_away) {
    requests(100);
    const std::size_t before = files();
    filled.tamper("CREATE TEMP TRIGGER away BEFORE INSERT ON stored_entries BEGIN SELECT RAISE(ABORT, 'away'); END");
    for (int tries = 0; tries < 3; ++tries) {
        const auto refused = drain->round();
        ASSERT_TRUE(refused.has_error());
        EXPECT_EQ(refused.error().message, "store: away");
    }
    request("meanwhile");
    EXPECT_EQ(files(), before);
    EXPECT_EQ(number("SELECT count(*) FROM entries"), 0);
    filled.tamper("DROP TRIGGER away");
    ASSERT_EQ(drain->all(), std::nullopt);
    EXPECT_EQ(stored("ok"), 101);
    EXPECT_EQ(files(), 1u);
}

TEST_F(Drain, takes_back_what_a_transaction_stored_before_it_failed_and_stores_it_with_the_next) {
    requests(200);
    filled.tamper(
        "CREATE TEMP TRIGGER full BEFORE INSERT ON stored_entries WHEN (SELECT count(*) FROM stored_entries) >= 150 "
        "BEGIN SELECT RAISE(ABORT, 'full'); END");
    for (int tries = 0; tries < 3; ++tries) {
        EXPECT_EQ(drain->round().error().message, "store: full");
        EXPECT_EQ(number("SELECT count(*) FROM entries"), 0);
    }
    filled.tamper("DROP TRIGGER full");
    EXPECT_EQ(drain->round().value().stored, 200u);
    EXPECT_EQ(stored("ok"), 200);
    EXPECT_EQ(number("SELECT sum(requests) FROM usage_sums WHERE span = 86400"), 200);
}

TEST_F(Drain, stores_what_it_has_read_when_a_segment_cannot_be_and_goes_on_there_when_it_can) {
    requests(300);
    const std::string name = journal::segment_name({.epoch = journal->epoch(), .thread = 0, .sequence = 8});
    const std::string segment = filled.store->journal_path() + "/" + name;
    std::filesystem::rename(segment, segment + ".away");
    const LedgerDrain::Round first = drain->round().value();
    EXPECT_GT(first.stored, drained_together) << "in one transaction with what was read before it began";
    EXPECT_LT(first.stored, 300u);
    EXPECT_TRUE(first.more);
    ASSERT_TRUE(drain->round().has_error());
    EXPECT_EQ(stored("ok"), static_cast<std::int64_t>(first.stored));
    std::filesystem::rename(segment + ".away", segment);
    ASSERT_EQ(drain->all(), std::nullopt);
    EXPECT_EQ(stored("ok"), 300);
    EXPECT_EQ(files(), 1u);
}

TEST_F(Drain, stores_each_once_though_the_store_fails_and_the_process_dies_in_between) {
    const std::uint64_t seed = random_seed();
    SCOPED_TRACE("seed " + std::to_string(seed));
    Random random(seed);
    int asked = 0;
    for (int step = 0; step < 60; ++step) {
        for (std::uint64_t more = random.below(20); more > 0; --more) request(std::to_string(asked++));
        if (random.below(3) == 0)
            filled.tamper("CREATE TEMP TRIGGER away BEFORE INSERT ON stored_attempts BEGIN SELECT RAISE(ABORT, ''); END");
        for (std::uint64_t rounds = random.below(3); rounds > 0; --rounds) static_cast<void>(drain->round());
        filled.tamper("DROP TRIGGER IF EXISTS away");
        if (random.below(4) == 0) start();
    }
    ASSERT_EQ(drain->all(), std::nullopt);
    EXPECT_EQ(number("SELECT count(*) FROM entries"), asked);
    EXPECT_EQ(stored("ok"), asked);
    EXPECT_EQ(number("SELECT sum(requests) FROM usage_sums WHERE span = 60"), asked);
}

TEST_F(Drain, keeps_aside_a_segment_with_a_record_that_means_nothing) {
    request("before");
    auto nonsense = appender->open("nonsense", {.close_bytes_max = 8}, TimePoint{}).value();
    appender->close(std::move(nonsense), "nonsense");
    requests(100);
    ASSERT_EQ(drain->all(), std::nullopt);
    EXPECT_EQ(drain->unreadable(), 2u) << "its open and its close";
    EXPECT_EQ(stored("ok"), 101) << "the others are stored";
    EXPECT_EQ(files(), 2u) << "the one that is being written, and what a person may want to look at";
}

}  // namespace
}  // namespace parley::server
