// Files that were segments before: what is written over them is all that is read of them, whatever a kill or a power cut leaves.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>
#include <string>

#include "unit/journal/reuse_rig.hpp"

namespace parley::journal {
namespace {

using Payloads = std::vector<std::string>;

TEST(Reuse, writes_a_later_segment_over_one_that_is_stored_without_making_a_file) {
    ReuseRig rig;
    rig.make_spare();
    EXPECT_EQ(rig.disk.names(), (Payloads{spare_name(id_of(1)), name_of(2)}));
    const std::uint64_t made = rig.disk.calls(DiskCall::create);
    for (std::uint64_t sequence = 3; sequence < 9; ++sequence) {
        rig.write_until_begun(name_of(sequence));
        EXPECT_EQ(rig.disk.names(), (Payloads{name_of(sequence - 1), name_of(sequence)}));
        EXPECT_TRUE(read_header(rig.disk.content(name_of(sequence))).header.is_reused);
        EXPECT_EQ(rig.disk.content(name_of(sequence)).size(), reused_segment);
        rig.move_on();
        rig.journal->sync();
    }
    EXPECT_EQ(rig.disk.calls(DiskCall::create), made);
    EXPECT_EQ(rig.moved_on, rig.accepted);
    EXPECT_TRUE(rig.notices.empty());
}

TEST(Reuse, shows_a_prefix_of_whole_records_at_every_length_of_a_write_that_was_cut_short) {
    for (int before = 0; before < 60; before += 11) {  // exchanges: the write begins anywhere in a page
        ReuseRig rig;
        rig.make_spare();
        rig.write_until_begun(name_of(3));
        for (int count = 0; count < before; ++count) {
            rig.write();
            rig.journal->sync();
        }
        const std::string as_it_was = rig.disk.content(name_of(3));
        const std::uint64_t begin = rig.journal->segments().list().back()->written();
        const std::size_t records_before = examine(rig.disk)->segments.back().records;
        const std::string payload(100, 'p');
        for (int count = 0; count < 3; ++count) EXPECT_TRUE(rig.appender->open(payload, {}, rig.now));
        rig.flush();
        const std::string whole = rig.disk.content(name_of(3));
        const std::uint64_t frame = framed_bytes(payload.size());
        ASSERT_EQ(rig.journal->segments().list().back()->written(), begin + 3 * frame);
        for (std::uint64_t length = begin; length <= begin + 3 * frame; ++length) {
            rig.disk.content(name_of(3)) = whole.substr(0, length) + as_it_was.substr(length);
            const Result<Examination> found = examine(rig.disk);
            const SegmentReport& report = found->segments.back();
            EXPECT_EQ(report.records, records_before + (length - begin) / frame);
            EXPECT_FALSE(report.is_damaged());
            EXPECT_TRUE(report.continues);
            // Between two frames it ends well where zeros were written before.
            const bool ends_well = (length - begin) % frame == 0 && length + frame_header_bytes <= blank_through(begin);
            const bool is_whole = length == begin + 3 * frame;  // the zeros behind it were not written
            EXPECT_TRUE(is_whole || report.is_torn == !ends_well) << length;
        }
        rig.disk.content(name_of(3)) = whole;
        EXPECT_TRUE(examine(rig.disk)->is_whole());
    }
}

TEST(Reuse, lets_no_flipped_byte_go_unseen_and_takes_none_of_an_earlier_life_for_its_own) {
    ReuseRig rig;
    rig.reuse();
    const Result<Examination> whole = examine(rig.disk);
    ASSERT_TRUE(whole->is_whole());
    std::string& content = rig.disk.content(name_of(3));
    const std::uint64_t end = whole->segments.back().end;
    ASSERT_LT(blank_through(end), content.size());
    ASSERT_NE(content.find_first_not_of('\0', blank_through(end)), std::string::npos) << "nothing is left of the earlier life";
    for (std::size_t at = 0; at < content.size(); at += at < blank_through(end) ? 3 : 37) {
        content[at] ^= 0x40;
        const Result<Examination> found = examine(rig.disk);
        const SegmentReport& report = found->segments.back();
        EXPECT_EQ(found->is_whole(), at >= blank_through(end)) << at;
        EXPECT_GE(report.records + 1, whole->segments.back().records) << at;
        EXPECT_LE(report.damage_count, 1u) << at;
        content[at] ^= 0x40;
    }
}

TEST(Reuse, finds_every_flipped_byte_of_a_segment_that_was_sealed) {
    ReuseRig rig;
    rig.make_spare();
    rig.write_until_begun(name_of(4));
    ASSERT_TRUE(read_header(rig.disk.content(name_of(3))).header.is_reused);
    std::string& content = rig.disk.content(name_of(3));
    for (std::size_t at = 0; at < content.size(); at += 23) {
        content[at] ^= 0x10;
        EXPECT_FALSE(examine(rig.disk)->is_whole()) << at;
        content[at] ^= 0x10;
    }
    EXPECT_TRUE(examine(rig.disk)->is_whole());
}

struct PowerCutCase {
    const char* after;
    std::function<void(ReuseRig&)> steps;
};

const PowerCutCase power_cut_cases[] = {
    {"a segment was released",
     [](ReuseRig& rig) {
         rig.write_until_begun(name_of(2));
         rig.move_on();
     }},
    {"its file was made ready", [](ReuseRig& rig) { rig.make_spare(); }},
    {"it became another",
     [](ReuseRig& rig) {
         rig.make_spare();
         rig.write_until_begun(name_of(3));
     }},
    {"more was written to it", [](ReuseRig& rig) { rig.reuse(); }},
    {"that was synced",
     [](ReuseRig& rig) {
         rig.reuse();
         rig.journal->sync();
     }},
    {"it was released again",
     [](ReuseRig& rig) {
         rig.reuse();
         rig.write_until_begun(name_of(4));
         rig.move_on();
     }},
};

TEST(Reuse, after_a_power_cut_a_segments_name_leads_to_that_segment_or_to_none_and_what_was_durable_is_there) {
    for (const PowerCutCase& each : power_cut_cases) {
        for (int way = 0; way < 64; ++way) {
            SCOPED_TRACE(std::string("after ") + each.after + ", in way " + std::to_string(way));
            ReuseRig rig;
            each.steps(rig);
            rig.flush();
            const Ticket durable = rig.appender->durable_through();
            const std::set<std::string> must_be_there(rig.accepted.begin(), rig.accepted.begin() + static_cast<std::ptrdiff_t>(durable));
            rig.end();
            // Of the sectors with news the first one, which may hold a header, and of the others none, some or all.
            int asked = 0;
            const auto survives = [way, &asked] { return asked++ == 0 ? way % 2 == 1 : (way / 2 & 1 << asked % 4) != 0; };
            rig.disk.lose_power({.names_go_back = way >= 32, .sector_survives = survives});
            rig.begin();
            rig.read_on();
            for (const SegmentReport& report : rig.journal->found().segments) {
                EXPECT_NE(report.header_state, ReadHeader::State::damaged);
                for (const Damage& damage : report.damage) EXPECT_NE(damage.from, 0u) << "another segment's header";
            }
            const std::set<std::string> there(rig.moved_on.begin(), rig.moved_on.end());
            const std::set<std::string> accepted(rig.accepted.begin(), rig.accepted.end());
            EXPECT_TRUE(std::includes(there.begin(), there.end(), must_be_there.begin(), must_be_there.end()));
            EXPECT_TRUE(std::includes(accepted.begin(), accepted.end(), there.begin(), there.end()));
            EXPECT_EQ(rig.spares(), 0u);
        }
    }
}

TEST(Reuse, is_no_damage_to_whoever_reads_the_segment_meanwhile) {
    ReuseRig rig;
    rig.write_until_begun(name_of(2));
    std::string& content = rig.disk.content(name_of(1));
    int reads = 0;
    rig.disk.fault = [&](DiskCall call) {  // the header of the next one, twice; the file, and that it ends there; now its header again
        if (call == DiskCall::read && ++reads == 4) content.replace(0, page_bytes, first_page({.is_reused = true}));
        return SimulatedDisk::Fault{};
    };
    const Result<Examination> found = examine(rig.disk);
    ASSERT_TRUE(found);
    EXPECT_TRUE(found->is_whole());
    ASSERT_EQ(found->segments.size(), 1u);
    EXPECT_EQ(found->segments.front().header.id, id_of(2));
}

}  // namespace
}  // namespace parley::journal
