// Disks that fail: every kind of call, at every n-th time. Whatever happens, a record that was accepted is read in the end, and
// nobody is told that a record is durable that a power cut would take.
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "unit/journal/journal_rig.hpp"

namespace parley::journal {
namespace {

using Payloads = std::vector<std::string>;

struct FaultCase {
    const char* name;
    DiskCall call;
    SimulatedDisk::Fault fault;
};

const FaultCase fault_cases[] = {
    {"a full disk when a segment is made", DiskCall::create, {.error = std::make_error_code(std::errc::no_space_on_device)}},
    {"a full disk when room is set aside", DiskCall::allocate, {.error = std::make_error_code(std::errc::no_space_on_device)}},
    {"an interrupted allocation", DiskCall::allocate, {.error = std::make_error_code(std::errc::interrupted)}},
    {"a full disk at a write", DiskCall::write, {.error = std::make_error_code(std::errc::no_space_on_device)}},
    {"a broken disk at a write", DiskCall::write, {.error = std::make_error_code(std::errc::io_error)}},
    {"an interrupted write", DiskCall::write, {.error = std::make_error_code(std::errc::interrupted)}},
    {"a short write", DiskCall::write, {.cut_short = true}},
    {"a broken disk at an fdatasync", DiskCall::sync_data, {.error = std::make_error_code(std::errc::io_error)}},
    {"a full disk at an fdatasync", DiskCall::sync_data, {.error = std::make_error_code(std::errc::no_space_on_device)}},
    {"an interrupted fdatasync", DiskCall::sync_data, {.error = std::make_error_code(std::errc::interrupted)}},
    {"a directory that cannot be synced", DiskCall::sync_directory, {.error = std::make_error_code(std::errc::io_error)}},
    {"a seal that cannot give room back", DiskCall::truncate, {.error = std::make_error_code(std::errc::io_error)}},
};

// Until everything accepted is durable, or it is clear that it never will be.
bool settle(JournalRig& rig) {
    for (int rounds = 0; rounds < 50; ++rounds) {
        rig.journal->sync();
        rig.flush();
        if (rig.appender->durable_through() == rig.flush().through) return true;
        rig.pass(retry_interval);
    }
    return false;
}

TEST(DiskFaults, at_every_nth_call_cost_no_record_that_was_accepted) {
    for (const FaultCase& each : fault_cases) {
        for (const std::uint64_t n : {1, 2, 3, 4, 5, 7, 11, 23}) {
            SCOPED_TRACE(std::string(each.name) + ", every " + std::to_string(n));
            const bool would_never_end = n == 1 && each.fault.error == std::errc::interrupted && each.call != DiskCall::sync_data;
            if (would_never_end) continue;
            JournalRig rig;
            rig.options.total_bytes = 1024 * small_segment;  // nothing is drained meanwhile
            rig.start();
            rig.disk.fault = every_nth(each.call, n, each.fault);
            Payloads accepted;
            std::set<std::string> durable;
            for (int count = 0; count < 150; ++count) {
                const std::string name = std::to_string(count);
                if (rig.exchange(name)) {
                    accepted.insert(accepted.end(), {"open " + name, "close " + name});
                    rig.appender->when_durable(rig.flush().through, [&durable, name] { durable.insert("close " + name); });
                }
                if (count % 3 == 0) rig.journal->sync();
                if (count % 7 == 0) rig.pass(retry_interval);
            }
            rig.disk.fault = nullptr;
            EXPECT_TRUE(settle(rig));
            EXPECT_EQ(durable.size(), accepted.size() / 2);
            EXPECT_EQ(without_repetition(rig.read_all()), accepted);

            rig.stop();
            rig.disk.lose_power();
            rig.start();
            EXPECT_EQ(without_repetition(rig.read_all()), accepted);
            EXPECT_EQ(rig.said(NoticeKind::damage_found), 0u);
        }
    }
}

TEST(DiskFaults, never_let_anybody_be_told_what_a_power_cut_would_undo) {
    for (const std::uint64_t n : {1, 2, 3, 5, 8}) {
        for (int cut_after = 1; cut_after < 60; cut_after += 4) {
            SCOPED_TRACE("every " + std::to_string(n) + ", power cut after " + std::to_string(cut_after));
            JournalRig rig;
            rig.start();
            rig.disk.fault = every_nth(DiskCall::sync_data, n, {.error = std::make_error_code(std::errc::io_error)});
            Payloads told;
            for (int count = 0; count < cut_after; ++count) {
                const std::string name = std::to_string(count);
                if (!rig.exchange(name)) continue;
                rig.appender->when_durable(rig.flush().through, [&told, name] { told.push_back("close " + name); });
                if (count % 2 == 0) rig.journal->sync();
                rig.flush();
            }
            rig.stop();
            rig.disk.fault = nullptr;
            rig.disk.lose_power();
            rig.start();
            const Payloads found = rig.read_all();
            for (const std::string& each : told) EXPECT_EQ(std::count(found.begin(), found.end(), each), 1) << each;
        }
    }
}

TEST(DiskFaults, a_file_whose_fdatasync_failed_is_neither_written_nor_synced_again) {
    JournalRig rig;
    rig.start();
    rig.exchange("one");
    rig.disk.fault = always(DiskCall::sync_data, std::errc::io_error);
    rig.journal->sync();
    rig.disk.fault = nullptr;
    const std::string first = segment_name({.epoch = 1, .thread = 0, .sequence = 1});
    const std::string as_it_was = rig.disk.content(first);
    const std::uint64_t syncs = rig.disk.calls(DiskCall::sync_data);
    rig.journal->sync();
    EXPECT_EQ(rig.disk.calls(DiskCall::sync_data), syncs);
    rig.exchange("two");
    EXPECT_EQ(rig.disk.content(first), as_it_was);
    EXPECT_EQ(rig.said(NoticeKind::segment_retired), 1u);
    EXPECT_EQ(rig.read_all(), (Payloads{"open one", "close one", "open two", "close two"}));
}

TEST(DiskFaults, a_segment_is_not_released_while_memory_alone_has_what_its_fdatasync_lost) {
    JournalRig rig;
    rig.start();
    JournalReader reader = rig.journal->make_reader();
    rig.exchange("one");
    rig.disk.fault = always(DiskCall::sync_data, std::errc::io_error);
    rig.journal->sync();
    rig.disk.fault = always(DiskCall::create, std::errc::no_space_on_device);
    rig.flush();
    EXPECT_EQ(rig.appender->state(), AppenderState::broken);
    EXPECT_EQ(rig.read(reader), Payloads{});
    reader.acknowledge();
    EXPECT_EQ(rig.disk.names().size(), 1u);

    rig.disk.fault = nullptr;
    rig.pass(retry_interval);
    rig.flush();
    EXPECT_EQ(rig.read(reader), (Payloads{"open one", "close one"}));
    reader.acknowledge();
    EXPECT_EQ(rig.disk.names(), Payloads{segment_name({.epoch = 1, .thread = 0, .sequence = 2})});
}

TEST(DiskFaults, a_segment_that_has_the_number_of_a_discarded_one_is_read) {
    JournalRig rig;
    rig.start();
    JournalReader reader = rig.journal->make_reader();
    EXPECT_EQ(rig.read(reader), Payloads{});  // it knows of the first segment
    bool failed = false;
    rig.disk.fault = [&failed](DiskCall call) {
        SimulatedDisk::Fault fault;
        if (call == DiskCall::write) fault.cut_short = !std::exchange(failed, true);
        return fault;
    };
    rig.exchange("one");
    EXPECT_EQ(rig.disk.names(), Payloads{segment_name({.epoch = 1, .thread = 0, .sequence = 1})});
    for (int count = 0; rig.journal->segments().list().size() < 2; ++count) {
        ASSERT_TRUE(rig.exchange(std::to_string(count)));
        rig.journal->sync();
    }
    reader.acknowledge();
    const Payloads read = rig.read(reader);
    ASSERT_GE(read.size(), 2u);
    EXPECT_EQ(read.front(), "open one");
}

TEST(DiskFaults, a_broken_disk_refuses_what_is_new_keeps_what_runs_and_is_tried_again_after_a_while) {
    JournalRig rig;
    rig.start();
    auto running = rig.appender->open("open running", {.close_bytes_max = 64}, rig.now);
    rig.flush();
    rig.disk.fault = [](DiskCall) { return SimulatedDisk::Fault{.error = std::make_error_code(std::errc::io_error)}; };
    rig.appender->close(std::move(*running), "close running");
    EXPECT_FALSE(rig.flush().written);
    EXPECT_EQ(rig.appender->state(), AppenderState::broken);
    EXPECT_FALSE(rig.exchange("new"));

    const std::uint64_t attempts = rig.disk.calls(DiskCall::create);
    rig.pass(retry_interval - std::chrono::nanoseconds(1));
    EXPECT_FALSE(rig.flush().written);
    EXPECT_EQ(rig.disk.calls(DiskCall::create), attempts);
    rig.pass(std::chrono::nanoseconds(1));
    EXPECT_FALSE(rig.flush().written);
    EXPECT_EQ(rig.disk.calls(DiskCall::create), attempts + 1);
    EXPECT_EQ(rig.said(NoticeKind::no_segment), 1u);

    rig.disk.fault = nullptr;
    rig.pass(retry_interval);
    EXPECT_TRUE(rig.flush().written);
    EXPECT_EQ(rig.said(NoticeKind::working_again), 1u);
    EXPECT_TRUE(rig.exchange("new"));
    EXPECT_EQ(rig.read_all(), (Payloads{"open running", "close running", "open new", "close new"}));
}

TEST(DiskFaults, a_disk_that_fills_and_empties_is_followed_twenty_times) {
    JournalRig rig;
    rig.start();
    JournalReader reader = rig.journal->make_reader();
    Payloads accepted;
    Payloads moved_on;
    int count = 0;
    for (int cycle = 0; cycle < 20; ++cycle) {
        rig.disk.quota = rig.disk.allocated() + 3 * small_segment;
        auto running = rig.appender->open("open running " + std::to_string(cycle), {.close_bytes_max = 64}, rig.now);
        ASSERT_TRUE(running);
        accepted.push_back("open running " + std::to_string(cycle));
        for (;; ++count) {
            if (!rig.exchange(std::to_string(count))) break;
            accepted.insert(accepted.end(), {"open " + std::to_string(count), "close " + std::to_string(count)});
            rig.journal->sync();
        }
        EXPECT_EQ(rig.appender->state(), AppenderState::full);
        rig.appender->close(std::move(*running), "close running " + std::to_string(cycle));
        accepted.push_back("close running " + std::to_string(cycle));
        EXPECT_TRUE(rig.flush().written);

        rig.disk.quota = std::uint64_t{1} << 40;
        rig.pass(retry_interval);
        rig.flush();
        EXPECT_EQ(rig.appender->state(), AppenderState::good);
        const Payloads moved = rig.read(reader);
        moved_on.insert(moved_on.end(), moved.begin(), moved.end());
        reader.acknowledge();
    }
    EXPECT_EQ(moved_on, accepted);
    EXPECT_EQ(rig.journal->segments().list().size(), 1u);
}

TEST(DiskFaults, attempts_that_fail_leave_nothing_behind) {
    JournalRig rig;
    rig.start();
    rig.exchange("one");
    const std::uint64_t used = rig.journal->bytes_used();
    rig.disk.fault = always(DiskCall::write, std::errc::io_error);
    auto waiting = rig.appender->open("open two", {.close_bytes_max = 64}, rig.now);
    ASSERT_TRUE(waiting);
    for (int attempts = 0; attempts < 100; ++attempts) {
        EXPECT_FALSE(rig.flush().written);
        rig.pass(retry_interval);
    }
    EXPECT_EQ(rig.disk.names().size(), 1u);
    EXPECT_EQ(rig.journal->bytes_used(), used);
}

TEST(DiskFaults, a_file_system_that_cannot_set_room_aside_is_told_once_and_used) {
    JournalRig rig;
    rig.disk.can_allocate = false;
    rig.start();
    for (int count = 0; count < 100; ++count) {
        EXPECT_TRUE(rig.exchange(std::to_string(count)));
        rig.journal->sync();
    }
    EXPECT_EQ(rig.said(NoticeKind::not_preallocated), 1u);
    rig.start();
    EXPECT_TRUE(rig.journal->found().is_whole());
    EXPECT_EQ(rig.read_all().size(), 200u);
}

}  // namespace
}  // namespace parley::journal
