// A Bookkeeper on a loop of its own, in front of a journal on a simulated disk.
#include "exchange/bookkeeper.hpp"

#include <gtest/gtest.h>

#include "unit/http/loop_thread.hpp"
#include "unit/journal/simulated_disk.hpp"
#include "unit/ledger/sample_entries.hpp"

namespace parley::exchange {
namespace {

using journal::DiskCall;
using journal::Durability;

class Books : public testing::Test {
  protected:
    static constexpr std::size_t rest_bytes_max = 2'000;

    void begin(Durability durability = Durability::crash, std::uint64_t total_bytes = 1 << 20) {
        const journal::JournalOptions options{.segment_bytes = 16 * 1024, .total_bytes = total_bytes, .durability = durability};
        journal = journal::Journal::open(disk, options, {}, journal::Journal::Syncing::by_hand).value();
        on_loop([&] {
            books.emplace(*journal, durability, 0, thread.loop(), health);
            books->begin();
        });
    }
    ~Books() override {
        disk.fault = nullptr;
        on_loop([this] {
            if (books) books->finish();
        });
        on_loop([this] { books.reset(); });
    }

    void on_loop(const std::function<void()>& work) { thread.run(work); }

    static ledger::OpenRecord opening(const std::string& id) {
        const ledger::Entry entry = ledger::sample_entry(id);
        return {.opening = entry.opening, .attempt = entry.attempts[0]};
    }
    journal::Reservation open(const std::string& id) {
        auto reservation = books->open(opening(id), rest_bytes_max, 1, 1'000);
        EXPECT_TRUE(reservation.has_value()) << reservation.error().detail;
        return std::move(*reservation);
    }
    journal::Ticket request(const std::string& id) { return books->close(open(id), ledger::sample_entry(id)); }

    Task<> ask_for_safety(std::atomic<bool>& is_safe, std::promise<void>& done) {
        const journal::Ticket ticket = request("r");
        const Deadline deadline = Deadline::after(thread.loop().now(), std::chrono::seconds(30));
        is_safe = co_await books->durable(ticket, deadline);
        done.set_value();
    }

    /// Everything that is in the journal, read as the ledger reads it.
    std::vector<ledger::Record> records() {
        std::vector<ledger::Record> read;
        journal::JournalReader reader = journal->make_reader();
        for (auto record = reader.next(); record.value(); record = reader.next()) {
            read.push_back(ledger::decode_record((*record)->payload).value());
        }
        return read;
    }

    journal::SimulatedDisk disk;
    std::unique_ptr<journal::Journal> journal;
    JournalHealth health;
    http::testing::LoopThread thread;
    std::optional<Bookkeeper> books;
};

TEST_F(Books, writes_an_open_the_notes_and_the_close_of_a_request) {
    begin();
    const ledger::Entry entry = ledger::sample_entry("r");
    on_loop([&] {
        journal::Reservation reservation = open("r");
        books->note(reservation, {.request_id = "r", .attempt = entry.attempts[1]});
        books->close(std::move(reservation), entry);
        books->finish();
    });
    const std::vector<ledger::Record> read = records();
    ASSERT_EQ(read.size(), 3u);
    EXPECT_EQ(std::get<ledger::OpenRecord>(read[0]).opening, entry.opening);
    EXPECT_EQ(std::get<ledger::AttemptRecord>(read[1]).attempt.number, 1u);
    EXPECT_EQ(std::get<ledger::Entry>(read[2]), entry);
}

TEST_F(Books, write_once_for_all_that_came_up_before_the_first_send_of_a_turn) {
    begin();
    on_loop([&] {
        const std::uint64_t before = disk.calls(DiskCall::write);
        http::TurnEnd& turn = thread.loop().turn_end();
        for (int number = 0; number < 5; ++number) request(std::to_string(number));
        EXPECT_EQ(disk.calls(DiskCall::write), before) << "nothing has been sent";
        const auto told = turn.reached();  // a send outside of a turn
        EXPECT_TRUE(told.await_ready());
        EXPECT_EQ(disk.calls(DiskCall::write), before + 1);
        EXPECT_TRUE(turn.reached().await_ready());
        EXPECT_EQ(disk.calls(DiskCall::write), before + 1) << "there was no news";
    });
    EXPECT_EQ(records().size(), 10u);
}

TEST_F(Books, hold_an_entry_of_a_request_for_which_nobody_was_asked) {
    begin();
    const ledger::Entry entry = ledger::sample_entry("refused");
    on_loop([&] {
        EXPECT_TRUE(books->record(entry));
        books->finish();
    });
    EXPECT_EQ(std::get<ledger::Entry>(records().back()), entry);
}

TEST_F(Books, refuse_what_finds_no_room_and_still_close_what_runs) {
    begin(Durability::crash, 2 * 16 * 1024);
    on_loop([&] {
        std::vector<journal::Reservation> running;
        std::optional<Error> refused;
        while (!refused) {
            auto reservation = books->open(opening(std::to_string(running.size())), rest_bytes_max, 0, 0);
            if (reservation) {
                running.push_back(std::move(*reservation));
            } else {
                refused = reservation.error();
            }
        }
        EXPECT_EQ(refused->kind, ErrorKind::not_ready);
        EXPECT_TRUE(refused->retry_after);
        ASSERT_GT(running.size(), 3u);
        for (std::size_t number = 0; number < running.size(); ++number) {
            books->close(std::move(running[number]), ledger::sample_entry(std::to_string(number)));
        }
        running.clear();
        books->finish();
    });
    std::size_t closed = 0;
    for (const ledger::Record& record : records()) closed += std::holds_alternative<ledger::Entry>(record);
    EXPECT_GT(closed, 3u);
}

TEST_F(Books, tell_that_the_disk_is_in_trouble_and_notice_by_themselves_that_it_is_well) {
    begin();
    EXPECT_TRUE(health.takes_records());
    on_loop([&] {
        disk.fault = journal::every_nth(DiskCall::write, 1, {.error = std::make_error_code(std::errc::io_error)});
        request("kept in memory");
        EXPECT_TRUE(thread.loop().turn_end().reached().await_ready());
        EXPECT_FALSE(health.takes_records());
        EXPECT_FALSE(books->record(ledger::sample_entry("another"))) << "there is no segment";
        disk.fault = nullptr;
    });
    thread.run_task([&]() -> Task<> {
        for (int tries = 0; tries < 100 && !health.takes_records(); ++tries) {
            co_await thread.loop().sleep_for(std::chrono::milliseconds(20), nullptr);
        }
    });
    EXPECT_TRUE(health.takes_records());
    EXPECT_EQ(std::get<ledger::Entry>(records().back()), ledger::sample_entry("kept in memory"));
}

TEST_F(Books, wait_for_no_disk_where_only_a_crash_is_to_be_survived) {
    begin(Durability::crash);
    thread.run_task([&]() -> Task<> {
        const journal::Ticket ticket = request("r");
        const Deadline deadline = Deadline::after(thread.loop().now(), std::chrono::seconds(30));
        const bool safe = co_await books->durable(ticket, deadline);
        EXPECT_TRUE(safe);
        EXPECT_EQ(disk.calls(DiskCall::sync_data), 0u);
    });
}

TEST_F(Books, wait_for_the_disk_where_the_machine_may_die) {
    begin(Durability::power);
    std::atomic<bool> is_safe = false;
    std::promise<void> done;
    on_loop([&] { spawn(ask_for_safety(is_safe, done)); });
    on_loop([] {});
    EXPECT_FALSE(is_safe) << "written, and not synced";
    EXPECT_EQ(records().size(), 2u);
    journal->sync();  // what the sync thread does; it wakes the loop
    done.get_future().get();
    EXPECT_TRUE(is_safe);
    disk.lose_power();
    EXPECT_NE(disk.names().size(), 0u);
}

TEST_F(Books, wait_no_longer_than_the_deadline) {
    begin(Durability::power);
    thread.run_task([&]() -> Task<> {
        const journal::Ticket ticket = request("r");
        const Deadline deadline = Deadline::after(thread.loop().now(), std::chrono::milliseconds(20));
        const bool safe = co_await books->durable(ticket, deadline);
        EXPECT_FALSE(safe) << "nobody syncs";
    });
}

TEST_F(Books, may_be_gone_when_their_last_segment_is_synced) {
    begin(Durability::power);
    on_loop([this] {
        request("r");
        books->finish();
        books.reset();
    });
    journal->sync();  // which would wake them
    on_loop([] {});
    disk.lose_power();
    EXPECT_EQ(records().size(), 2u);
}

TEST_F(Books, acknowledge_nothing_by_a_sync_that_failed_and_write_it_again) {
    begin(Durability::power);
    thread.run_task([&]() -> Task<> {
        const journal::Ticket ticket = request("r");
        books->record(ledger::sample_entry("beside"));
        disk.fault = journal::every_nth(DiskCall::sync_data, 1, {.error = std::make_error_code(std::errc::io_error)});
        const Deadline soon = Deadline::after(thread.loop().now(), std::chrono::milliseconds(20));
        bool safe = co_await books->durable(ticket, soon);
        EXPECT_FALSE(safe);
        journal->sync();  // fails; the loop is woken to write elsewhere
        disk.fault = nullptr;
        const Deadline later = Deadline::after(thread.loop().now(), std::chrono::milliseconds(50));
        safe = co_await books->durable(ticket, later);
        EXPECT_FALSE(safe) << "what was written again is not synced either";
        journal->sync();
        const Deadline end = Deadline::after(thread.loop().now(), std::chrono::seconds(30));
        safe = co_await books->durable(ticket, end);
        EXPECT_TRUE(safe);
    });
    disk.lose_power();
    std::size_t found = 0;
    for (const std::string& name : disk.names()) found += disk.content(name).find("beside") != std::string::npos;
    EXPECT_EQ(found, 1u) << "the segment that was synced holds it";
}

}  // namespace
}  // namespace parley::exchange
