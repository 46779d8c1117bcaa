// What a start makes of what it finds: files cut at every length, flipped bytes, missing pieces, strangers.
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "unit/journal/journal_rig.hpp"

namespace parley::journal {
namespace {

using Payloads = std::vector<std::string>;

std::string name_of(std::uint64_t sequence) { return segment_name({.epoch = 1, .thread = 0, .sequence = sequence}); }

// Five segments of one run, the last of them as a kill leaves it.
void write_five_segments(JournalRig& rig) {
    rig.start();
    for (int count = 0; rig.journal->segments().list().size() < 5; ++count) {
        ASSERT_TRUE(rig.exchange(std::to_string(count)));
        rig.journal->sync();
    }
    rig.stop();
}

TEST(Recovery, of_a_kill_inside_a_write_finds_a_prefix_of_whole_records_at_every_length) {
    JournalRig rig;
    rig.start();
    rig.exchange("before");
    const std::size_t before = rig.journal->segments().list().front()->written();
    Payloads expected{"open before", "close before"};
    for (int count = 0; count < 3; ++count) {
        const std::string name = "open " + std::to_string(count);
        EXPECT_TRUE(rig.appender->open(name, {.close_bytes_max = 10}, rig.now));
        expected.push_back(name);
    }
    rig.flush();
    const std::size_t after = rig.journal->segments().list().front()->written();
    rig.stop();
    const std::string whole = rig.disk.content(name_of(1));

    for (std::size_t length = before; length <= after; ++length) {
        const std::size_t records = 2 + (length - before) / framed_bytes(6);
        const bool torn = (length - before) % framed_bytes(6) != 0;
        for (const bool preallocated : {true, false}) {
            std::string cut = whole.substr(0, length);
            if (preallocated) cut.resize(whole.size());
            rig.disk.put(name_of(1), cut);
            const Result<Examination> found = examine(rig.disk);
            ASSERT_TRUE(found);
            EXPECT_EQ(found->segments.at(0).records, records) << length;
            EXPECT_EQ(found->segments.at(0).is_torn, torn) << length;
            EXPECT_FALSE(found->segments.at(0).is_damaged()) << length;
        }
        rig.notices.clear();
        rig.start();
        EXPECT_EQ(rig.drain(), Payloads(expected.begin(), expected.begin() + static_cast<std::ptrdiff_t>(records))) << length;
        EXPECT_EQ(rig.said(NoticeKind::torn_tail), torn ? 1u : 0u) << length;
        rig.stop();
        for (const std::string& name : rig.disk.names()) rig.disk.remove(name);
    }
}

TEST(Recovery, finds_each_of_a_hundred_flipped_bytes_and_loses_at_most_the_record_it_hits) {
    JournalRig rig;
    write_five_segments(rig);
    const Result<Examination> whole = examine(rig.disk);
    ASSERT_TRUE(whole && whole->is_whole());
    Random random(20);
    for (int count = 0; count < 100; ++count) {
        std::string& content = rig.disk.content(name_of(1 + random.below(4)));
        const std::size_t at = random.below(content.size());
        const char before = content[at];
        content[at] = static_cast<char>(before ^ (1 << random.below(8)));
        const Result<Examination> found = examine(rig.disk);
        ASSERT_TRUE(found);
        EXPECT_FALSE(found->is_whole()) << at;
        EXPECT_GE(found->records() + 1, whole->records()) << at;
        content[at] = before;
    }
    // In the last segment, too, down to the zeros that were never written to.
    std::string& content = rig.disk.content(name_of(5));
    for (std::size_t at = 0; at < content.size(); at += 37) {
        content[at] ^= 0x40;
        const Result<Examination> found = examine(rig.disk);
        ASSERT_TRUE(found);
        EXPECT_FALSE(found->is_whole()) << at;
        content[at] ^= 0x40;
    }
}

TEST(Recovery, misses_a_record_or_a_segment_that_was_taken_out) {
    JournalRig rig;
    write_five_segments(rig);
    const std::string second = rig.disk.content(name_of(2));
    const std::size_t first_frame =
        framed_bytes(parse_frame(std::string_view(second).substr(header_bytes), read_header(second).header.salt)->record.payload.size());

    rig.disk.content(name_of(2)).erase(header_bytes, first_frame);
    EXPECT_EQ(examine(rig.disk)->segments.at(1).damage, (std::vector<Damage>{{.from = header_bytes, .to = header_bytes}}));

    rig.disk.content(name_of(2)) = second.substr(0, second.size() - frame_header_bytes);  // without its seal
    EXPECT_FALSE(examine(rig.disk)->segments.at(2).continues);

    rig.disk.remove(name_of(2));
    EXPECT_EQ(examine(rig.disk)->segments.at(1).missing_before, 1u);

    rig.disk.put(name_of(2), second);
    EXPECT_TRUE(examine(rig.disk)->is_whole());
    rig.disk.content(name_of(2)) += "more";
    EXPECT_TRUE(examine(rig.disk)->segments.at(1).is_damaged());
}

TEST(Recovery, reads_on_after_a_damaged_record_and_keeps_its_segment_aside_once_drained) {
    JournalRig rig;
    rig.start();
    for (const char* name : {"a", "b", "c"}) rig.exchange(name);
    rig.stop();
    std::string& content = rig.disk.content(name_of(1));
    content[content.find("open b")] = 'X';
    const std::string damaged = content;

    for (int start = 0; start < 3; ++start) {  // killed during recovery, twice: nothing has changed
        rig.notices.clear();
        rig.start();
        EXPECT_EQ(rig.said(NoticeKind::damage_found), 1u);
        EXPECT_EQ(rig.read_all(), (Payloads{"open a", "close a", "close b", "open c", "close c"}));
        EXPECT_EQ(rig.disk.content(name_of(1)), damaged);
    }
    rig.drain();
    EXPECT_EQ(rig.said(NoticeKind::segment_kept_aside), 1u);
    EXPECT_EQ(rig.disk.content(quarantine_name({.epoch = 1, .thread = 0, .sequence = 1})), damaged);
    EXPECT_EQ(rig.journal->bytes_used(), small_segment);

    rig.start();
    EXPECT_EQ(rig.journal->found().kept_aside, 1u);
    EXPECT_EQ(rig.read_all(), Payloads{});
}

TEST(Recovery, refuses_a_newer_format_by_name_and_touches_nothing) {
    JournalRig rig;
    rig.start();
    rig.exchange("a");
    rig.stop();
    std::string& content = rig.disk.content(name_of(1));
    content[8] = content[header_copy_bytes + 8] = 3;
    const std::string as_it_was = content;
    const auto opened = Journal::open(rig.disk, rig.options, nullptr, Journal::Syncing::by_hand);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().message,
              "journal: journal-1-0-1.segment has format 3, this Parley reads up to format 2: start the Parley that wrote it, so "
              "that it can move its records on");
    EXPECT_EQ(rig.disk.content(name_of(1)), as_it_was);
    EXPECT_EQ(rig.disk.names(), Payloads{name_of(1)});
}

TEST(Recovery, removes_segments_that_were_made_and_never_written_and_leaves_other_files_alone) {
    JournalRig rig;
    rig.disk.put("lock", "somebody's");
    rig.disk.put("journal-1-0-1.segment.orig", "somebody's");
    rig.disk.put(name_of(1), "");
    rig.disk.put(name_of(2), std::string(small_segment, '\0'));
    rig.start();
    EXPECT_TRUE(rig.journal->found().is_whole());
    EXPECT_EQ(rig.drain(), Payloads{});
    const std::string begun = segment_name({.epoch = 2, .thread = 0, .sequence = 1});
    EXPECT_EQ(rig.disk.names(), (Payloads{"journal-1-0-1.segment.orig", begun, "lock"}));
}

TEST(Recovery, keeps_a_file_aside_whose_header_cannot_be_read_or_is_another_segments) {
    JournalRig rig;
    rig.start();
    rig.exchange("a");
    rig.stop();
    rig.disk.put(name_of(7), rig.disk.content(name_of(1)));
    rig.disk.put(name_of(9), std::string(1000, '?'));
    rig.start();
    EXPECT_EQ(rig.said(NoticeKind::damage_found), 2u);
    EXPECT_EQ(rig.drain(), (Payloads{"open a", "close a"}));
    EXPECT_EQ(rig.said(NoticeKind::segment_kept_aside), 2u);
}

TEST(Recovery, says_which_file_cannot_be_read) {
    JournalRig rig;
    rig.start();
    rig.stop();
    rig.disk.fault = always(DiskCall::read, std::errc::io_error);
    EXPECT_EQ(examine(rig.disk).error().message, "journal: journal-1-0-1.segment: Input/output error");
    rig.disk.fault = always(DiskCall::list, std::errc::permission_denied);
    EXPECT_EQ(examine(rig.disk).error().message, "journal: its directory: Permission denied");
    EXPECT_FALSE(Journal::open(rig.disk, rig.options, nullptr));
}

TEST(Recovery, goes_on_with_an_epoch_of_its_own_beside_segments_of_earlier_ones) {
    JournalRig rig;
    for (int run = 0; run < 4; ++run) {
        rig.start();
        rig.exchange(std::to_string(run));
    }
    rig.start();
    EXPECT_EQ(rig.journal->found().newest_epoch, 4u);
    EXPECT_EQ(rig.read_all(), (Payloads{"open 0", "close 0", "open 1", "close 1", "open 2", "close 2", "open 3", "close 3"}));
}

TEST(Recovery, reads_a_hundred_thousand_records) {
    JournalRig rig;
    rig.options.segment_bytes = 16 * 1024 * 1024;
    rig.options.total_bytes = 256 * 1024 * 1024;
    rig.start();
    const std::string payload(300, 'p');
    for (int count = 0; count < 50'000; ++count) {
        auto reservation = rig.appender->open(payload, {.close_bytes_max = 300}, rig.now);
        ASSERT_TRUE(reservation);
        rig.appender->close(std::move(*reservation), payload);
        if (count % 100 != 0) continue;
        rig.flush();
        rig.journal->sync();
    }
    rig.flush();
    rig.stop();
    const TimePoint before = Clock::now();
    rig.start();
    const std::chrono::duration<double> took = Clock::now() - before;
    RecordProperty("seconds", std::to_string(took.count()));
    EXPECT_EQ(rig.journal->found().records(), 100'000u);
    EXPECT_TRUE(rig.journal->found().is_whole());
    EXPECT_EQ(rig.drain().size(), 100'000u);
}

}  // namespace
}  // namespace parley::journal
