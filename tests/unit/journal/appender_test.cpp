#include "journal/appender.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "unit/journal/journal_rig.hpp"

namespace parley::journal {
namespace {

using Payloads = std::vector<std::string>;

constexpr std::uint64_t capacity = frame_room(small_segment);

class AppenderTest : public testing::Test {
  protected:
    void SetUp() override { rig.start(); }

    Result<Reservation> open(const LaterRecords& later, std::string_view payload = "open") {
        return rig.appender->open(payload, later, rig.now);
    }

    JournalRig rig;
};

TEST_F(AppenderTest, writes_nothing_before_the_flush_and_then_everything_at_once) {
    const std::uint64_t writes = rig.disk.calls(DiskCall::write);
    auto first = open({.close_bytes_max = 10}, "first");
    auto second = open({.close_bytes_max = 10, .notes_max = 1, .note_bytes_max = 10}, "second");
    EXPECT_TRUE(rig.appender->note(*second, "tried"));
    rig.appender->close(std::move(*first), "answered");
    EXPECT_EQ(rig.disk.calls(DiskCall::write), writes);
    EXPECT_EQ(rig.read_all(), Payloads{});

    const Appender::Flushed flushed = rig.flush();
    EXPECT_TRUE(flushed.written);
    EXPECT_EQ(flushed.through, 4u);
    EXPECT_EQ(rig.disk.calls(DiskCall::write), writes + 1);
    EXPECT_EQ(rig.read_all(), (Payloads{"first", "second", "tried", "answered"}));

    rig.flush();
    EXPECT_EQ(rig.disk.calls(DiskCall::write), writes + 1);
}

TEST_F(AppenderTest, gives_back_what_was_reserved_and_not_needed) {
    {
        auto closed = open({.close_bytes_max = 100, .notes_max = 2, .note_bytes_max = 50});
        const auto dropped = open({.close_bytes_max = 100});
        EXPECT_EQ(rig.appender->reserved_bytes(), 2 * framed_bytes(100) + 2 * framed_bytes(50));
        EXPECT_TRUE(rig.appender->note(*closed, "a"));
        EXPECT_EQ(rig.appender->reserved_bytes(), 2 * framed_bytes(100) + framed_bytes(50));
        rig.appender->close(std::move(*closed), "b");
        EXPECT_EQ(rig.appender->reserved_bytes(), framed_bytes(100));
    }
    EXPECT_EQ(rig.appender->reserved_bytes(), 0u);
}

TEST_F(AppenderTest, writes_as_many_notes_as_were_announced) {
    auto reservation = open({.close_bytes_max = 10, .notes_max = 2, .note_bytes_max = 10});
    EXPECT_TRUE(rig.appender->note(*reservation, "one"));
    EXPECT_TRUE(rig.appender->note(*reservation, "two"));
    EXPECT_FALSE(rig.appender->note(*reservation, "three"));
    rig.appender->close(std::move(*reservation), "closed");
    rig.flush();
    EXPECT_EQ(rig.read_all(), (Payloads{"open", "one", "two", "closed"}));
}

TEST_F(AppenderTest, accepts_what_fits_into_one_segment_to_the_byte_and_refuses_one_byte_more) {
    const std::size_t most = capacity - 2 * framed_bytes(0) - 4;  // two frames, the first of which holds "open"
    EXPECT_FALSE(open({.close_bytes_max = most + 1}));
    auto reservation = open({.close_bytes_max = most});
    ASSERT_TRUE(reservation);
    EXPECT_EQ(open({}).error().kind, ErrorKind::not_ready);

    rig.appender->close(std::move(*reservation), std::string(most, 'c'));
    EXPECT_TRUE(rig.flush().written);
    rig.journal->sync();
    rig.flush();
    EXPECT_TRUE(open({.close_bytes_max = most}));  // in the next segment
    EXPECT_EQ(rig.journal->segments().list().size(), 2u);
}

TEST_F(AppenderTest, reserves_for_what_may_have_to_be_written_again_until_it_is_synced) {
    const std::size_t most = capacity - 2 * framed_bytes(0) - 4;
    auto reservation = open({.close_bytes_max = most});
    rig.appender->close(std::move(*reservation), std::string(most, 'c'));
    rig.flush();
    EXPECT_FALSE(open({}));
    rig.journal->sync();
    rig.flush();
    EXPECT_TRUE(open({}));
}

TEST_F(AppenderTest, closes_in_a_later_segment_what_was_opened_in_an_earlier_one) {
    auto early = open({.close_bytes_max = 1000}, "early");
    for (int count = 0; count < 100; ++count) {
        ASSERT_TRUE(rig.exchange(std::to_string(count)));
        rig.journal->sync();
    }
    EXPECT_EQ(rig.journal->segments().list().size(), 3u);
    rig.appender->close(std::move(*early), std::string(1000, 'e'));
    EXPECT_TRUE(rig.flush().written);
    const Payloads all = rig.read_all();
    EXPECT_EQ(all.size(), 202u);
    EXPECT_EQ(all.front(), "early");
    EXPECT_EQ(all.back(), std::string(1000, 'e'));
}

TEST_F(AppenderTest, refuses_when_the_journal_is_full_closes_what_runs_and_goes_on_once_it_is_drained) {
    auto running = open({.close_bytes_max = 200}, "running");
    int accepted = 0;
    while (rig.exchange(std::to_string(accepted))) {
        ++accepted;
        rig.journal->sync();
    }
    EXPECT_GT(accepted, 1000);
    EXPECT_EQ(rig.appender->state(), AppenderState::full);
    EXPECT_LE(rig.journal->bytes_used(), rig.journal->bytes_max());
    EXPECT_GT(rig.journal->bytes_used() + small_segment, rig.journal->bytes_max());
    EXPECT_EQ(rig.said(NoticeKind::no_segment), 1u);
    EXPECT_FALSE(rig.exchange("still full"));

    rig.appender->close(std::move(*running), std::string(200, 'r'));
    EXPECT_TRUE(rig.flush().written);
    EXPECT_EQ(rig.drain().size(), 2u * static_cast<std::size_t>(accepted) + 2);
    EXPECT_LE(rig.journal->bytes_used(), 2 * small_segment);

    rig.pass(retry_interval);
    rig.flush();
    EXPECT_EQ(rig.appender->state(), AppenderState::good);
    EXPECT_EQ(rig.said(NoticeKind::working_again), 1u);
    EXPECT_TRUE(rig.exchange("again"));
}

TEST_F(AppenderTest, tells_who_waits_once_the_disk_has_it_and_not_before) {
    std::vector<int> told;
    auto reservation = open({.close_bytes_max = 10});
    const Ticket opened = rig.flush().through;
    rig.appender->when_durable(opened, [&told] { told.push_back(1); });
    const Ticket closed = rig.appender->close(std::move(*reservation), "closed");
    rig.appender->when_durable(closed, [&told] { told.push_back(2); });
    rig.journal->sync();
    EXPECT_TRUE(told.empty());
    rig.flush();  // finds the open record synced, and writes the close record
    EXPECT_EQ(told, std::vector<int>{1});
    rig.flush();
    EXPECT_EQ(told, std::vector<int>{1});
    rig.journal->sync();
    rig.flush();
    EXPECT_EQ(told, (std::vector<int>{1, 2}));
    EXPECT_EQ(rig.appender->durable_through(), closed);
}

TEST_F(AppenderTest, shares_one_fdatasync_among_all_who_wait) {
    int told = 0;
    rig.journal->sync();
    const std::uint64_t syncs = rig.disk.calls(DiskCall::sync_data);
    for (int count = 0; count < 10; ++count) {
        rig.exchange(std::to_string(count));
        rig.appender->when_durable(rig.flush().through, [&told] { ++told; });
    }
    rig.journal->sync();
    rig.flush();
    EXPECT_EQ(told, 10);
    EXPECT_EQ(rig.disk.calls(DiskCall::sync_data), syncs + 1);
    rig.journal->sync();
    EXPECT_EQ(rig.disk.calls(DiskCall::sync_data), syncs + 1);  // no news, no call
}

TEST_F(AppenderTest, finishes_with_a_seal_that_gives_back_the_room_set_aside) {
    rig.exchange("last");
    EXPECT_EQ(rig.journal->bytes_used(), small_segment);
    EXPECT_TRUE(rig.appender->finish(rig.now));
    EXPECT_EQ(rig.journal->bytes_used(), rig.disk.allocated());
    EXPECT_LT(rig.journal->bytes_used(), 300u);
    rig.journal->sync();
    rig.disk.lose_power();
    rig.start();
    EXPECT_TRUE(rig.journal->found().is_whole());
    EXPECT_TRUE(rig.journal->found().segments.at(0).is_sealed);
    EXPECT_EQ(rig.read_all(), (Payloads{"open last", "close last"}));
}

}  // namespace
}  // namespace parley::journal
