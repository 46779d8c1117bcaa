// Which files become spares, how much room they take, and what becomes of one that fails.
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "unit/journal/reuse_rig.hpp"

namespace parley::journal {
namespace {

using Payloads = std::vector<std::string>;

struct UnfitCase {
    const char* why;
    std::function<void(ReuseRig&)> spoil;  // the first segment, which holds an exchange
};

const UnfitCase unfit_cases[] = {
    {"an fdatasync of it failed",
     [](ReuseRig& rig) {
         rig.disk.fault = always(DiskCall::sync_data, std::errc::io_error);
         rig.journal->sync();
     }},
    {"a write to it was cut short",
     [](ReuseRig& rig) {
         rig.disk.fault = every_nth(DiskCall::write, 1, {.cut_short = true});
         rig.write();
     }},
    {"a byte of it was flipped", [](ReuseRig& rig) { rig.disk.content(name_of(1))[header_bytes + frame_header_bytes] ^= 1; }},
    {"its seal could not give room back",
     [](ReuseRig& rig) {
         rig.disk.fault = always(DiskCall::truncate, std::errc::io_error);
         rig.write_until_begun(name_of(2));
     }},
};

TEST(SpareFiles, have_no_fault) {
    for (const UnfitCase& each : unfit_cases) {
        SCOPED_TRACE(each.why);
        ReuseRig rig;
        rig.write();
        each.spoil(rig);
        rig.disk.fault = nullptr;
        rig.pass(retry_interval);
        rig.flush();
        rig.write_until_begun(name_of(3));
        rig.move_on();
        rig.journal->sync();
        EXPECT_EQ(rig.segments(), Payloads{name_of(3)});
        EXPECT_FALSE(rig.has(spare_name(id_of(1))));
        EXPECT_TRUE(rig.has(spare_name(id_of(2))));
    }
}

TEST(SpareFiles, are_not_kept_where_a_file_system_needs_room_for_what_is_written_over) {
    ReuseRig rig;
    rig.end();
    rig.disk.remove(name_of(1));
    rig.disk.in_place = false;
    rig.begin();
    rig.make_spare();
    EXPECT_EQ(rig.disk.names(), Payloads{name_of(2)});
}

TEST(SpareFiles, are_none_of_what_an_earlier_run_left) {
    ReuseRig rig;
    rig.write_until_begun(name_of(2));
    rig.begin();
    rig.move_on();
    rig.journal->sync();
    EXPECT_EQ(rig.spares(), 0u);
    EXPECT_EQ(rig.moved_on, rig.accepted);
}

TEST(SpareFiles, are_as_many_as_threads_and_count_as_free) {
    ReuseRig rig;
    rig.write_until_begun(name_of(5));
    rig.move_on();
    rig.journal->sync();
    EXPECT_EQ(rig.spares(), 1u);
    EXPECT_EQ(rig.journal->bytes_used(), reused_segment);
    EXPECT_EQ(rig.disk.allocated(), 2 * reused_segment);
}

// Everything but what a spare takes is used up, and the spare is not ready yet.
void make_room_short(ReuseRig& rig) {
    const int fit = rig.write_until_begun(name_of(2));
    for (int count = 0; count < fit - 2; ++count) {
        rig.journal->sync();
        rig.write();
    }
    rig.move_on();
    EXPECT_EQ(rig.disk.names(), (Payloads{spare_name(id_of(1)), name_of(2)}));
}

void expect_another_segment(ReuseRig& rig) {
    for (int count = 0; count < 4; ++count) EXPECT_TRUE(rig.write());
    EXPECT_EQ(rig.disk.names(), (Payloads{name_of(2), name_of(3)}));
    EXPECT_FALSE(read_header(rig.disk.content(name_of(3))).header.is_reused);
    EXPECT_TRUE(rig.notices.empty());
    rig.read_on();
    EXPECT_EQ(rig.moved_on, rig.accepted);
}

TEST(SpareFiles, give_way_in_a_journal_that_is_full) {
    ReuseRig rig;
    rig.end();
    rig.options.total_bytes = 2 * reused_segment;
    rig.disk.remove(name_of(1));
    rig.begin();
    make_room_short(rig);
    expect_another_segment(rig);
    EXPECT_LE(rig.disk.allocated(), 2 * reused_segment);
}

TEST(SpareFiles, give_way_on_a_disk_that_is_full) {
    ReuseRig rig;
    make_room_short(rig);
    rig.disk.quota = 2 * reused_segment;
    expect_another_segment(rig);
}

TEST(SpareFiles, that_cannot_be_made_whole_again_are_given_up_and_told_unless_the_disk_is_only_full) {
    for (const DiskCall call : {DiskCall::allocate, DiskCall::write, DiskCall::sync_data, DiskCall::sync_directory}) {
        for (const std::errc error : {std::errc::io_error, std::errc::no_space_on_device}) {
            ReuseRig rig;
            rig.write_until_begun(name_of(2));
            rig.journal->sync();
            rig.move_on();
            rig.disk.fault = always(call, error);
            rig.journal->sync();
            rig.disk.fault = nullptr;
            EXPECT_EQ(rig.disk.names(), Payloads{name_of(2)});
            EXPECT_EQ(rig.said(NoticeKind::segment_retired), error == std::errc::io_error ? 1u : 0u);
            EXPECT_EQ(rig.journal->bytes_used(), reused_segment);
            EXPECT_TRUE(rig.write());
            rig.read_on();
            EXPECT_EQ(rig.moved_on, rig.accepted);
        }
    }
}

TEST(SpareFiles, that_cannot_be_written_to_or_renamed_are_given_up_for_a_new_file) {
    ReuseRig well;
    well.make_spare();
    const std::uint64_t before = well.disk.calls(DiskCall::write);
    well.write_until_begun(name_of(3));
    // The last three: the header, the seal of the segment before, and the records.
    const std::uint64_t header_write = well.disk.calls(DiskCall::write) - before - 2;
    const SimulatedDisk::Fault broken{.error = std::make_error_code(std::errc::io_error)};
    for (const auto& fault : {every_nth(DiskCall::write, header_write, broken), every_nth(DiskCall::rename, 1, broken)}) {
        ReuseRig rig;
        rig.make_spare();
        rig.disk.fault = fault;
        rig.write_until_begun(name_of(3));
        rig.disk.fault = nullptr;
        EXPECT_FALSE(read_header(rig.disk.content(name_of(3))).header.is_reused);
        EXPECT_EQ(rig.disk.names(), (Payloads{name_of(2), name_of(3)}));
        EXPECT_EQ(rig.said(NoticeKind::segment_retired), 1u);
        EXPECT_EQ(rig.journal->bytes_used(), rig.disk.allocated());
        rig.read_on();
        EXPECT_EQ(rig.moved_on, rig.accepted);
    }
}

TEST(SpareFiles, cost_no_record_that_was_accepted_at_any_call_that_fails) {
    for (const DiskCall call : {DiskCall::create, DiskCall::allocate, DiskCall::write, DiskCall::sync_data, DiskCall::sync_directory,
                                DiskCall::truncate, DiskCall::rename, DiskCall::remove}) {
        for (const std::uint64_t n : {1, 2, 3, 5, 8, 13}) {
            SCOPED_TRACE("call " + std::to_string(static_cast<int>(call)) + ", every " + std::to_string(n));
            ReuseRig rig;
            rig.disk.fault = every_nth(call, n, {.error = std::make_error_code(std::errc::io_error)});
            for (int count = 0; count < 300; ++count) {
                rig.write();
                if (count % 3 == 0) rig.journal->sync();
                if (count % 20 == 0) rig.pass(retry_interval);
                if (count % 25 == 0) rig.move_on();
            }
            rig.disk.fault = nullptr;
            for (int rounds = 0; rounds < 5; ++rounds) {
                rig.pass(retry_interval);
                rig.flush();
                rig.journal->sync();
                rig.move_on();
            }
            EXPECT_EQ(without_repetition(rig.moved_on), rig.accepted);
            EXPECT_EQ(rig.said(NoticeKind::damage_found), 0u);
            EXPECT_LE(rig.spares(), 1u + rig.said(NoticeKind::not_removed));
        }
    }
}

TEST(SpareFiles, are_removed_at_the_end_and_by_a_start_after_a_kill) {
    ReuseRig rig;
    rig.make_spare();
    EXPECT_TRUE(rig.appender->finish(rig.now));
    rig.move_on();
    rig.end();
    EXPECT_EQ(rig.disk.names(), Payloads{});

    rig.disk.put(spare_name(id_of(3)), first_page({.is_reused = true}) + "frames of an earlier life");
    rig.disk.put(spare_name(id_of(4)), "");
    rig.begin();
    EXPECT_EQ(rig.journal->found().spares.size(), 2u);
    EXPECT_TRUE(rig.journal->found().is_whole());
    EXPECT_EQ(rig.spares(), 0u);
    EXPECT_TRUE(rig.notices.empty());
}

}  // namespace
}  // namespace parley::journal
