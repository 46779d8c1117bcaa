// What a reader takes out of a long burst, which it reads a piece at a time: records that the pieces cut, damage that is longer than
// one of them.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/random.hpp"
#include "journal/frame.hpp"
#include "journal/limits.hpp"
#include "unit/journal/journal_rig.hpp"

namespace parley::journal {
namespace {

using Payloads = std::vector<std::string>;

class LongBurst : public ::testing::Test {
  protected:
    LongBurst() {
        rig_.options.segment_bytes = 16 * 1024 * 1024;
        rig_.options.total_bytes = 64 * 1024 * 1024;
        rig_.start();
    }

    /// `count` records of up to `bytes_max`, written at once.
    void write(int count, std::uint64_t bytes_max) {
        for (int number = 0; number < count; ++number) {
            written_.push_back(std::to_string(number) + std::string(random_.below(bytes_max - 8), static_cast<char>('a' + number % 26)));
            ends_.push_back((ends_.empty() ? std::uint64_t{header_bytes} : ends_.back()) + framed_bytes(written_.back().size()));
            ASSERT_TRUE(rig_.appender->open(written_.back(), {.close_bytes_max = 64}, rig_.now));
        }
        rig_.flush();
    }
    std::string& content() { return rig_.disk.content(segment_name({.epoch = 1, .thread = 0, .sequence = 1})); }
    /// The records that lie outside the bytes [from, to).
    Payloads outside(std::uint64_t from, std::uint64_t to) const {
        Payloads payloads;
        for (std::size_t at = 0; at < written_.size(); ++at) {
            const std::uint64_t begin = ends_[at] - framed_bytes(written_[at].size());
            if (ends_[at] <= from || begin >= to) payloads.push_back(written_[at]);
        }
        return payloads;
    }

    Random random_{29};
    JournalRig rig_;
    Payloads written_;
    std::vector<std::uint64_t> ends_;  // of their frames, in the segment
};

TEST_F(LongBurst, is_read_whole_in_its_order_whatever_the_length_of_its_records) {
    write(200, payload_bytes_max);
    JournalReader reader = rig_.journal->make_reader();
    EXPECT_EQ(rig_.read(reader), written_);
    EXPECT_GT(rig_.disk.calls(DiskCall::read), 10u) << "a piece at a time";
    EXPECT_TRUE(rig_.notices.empty());
}

TEST_F(LongBurst, goes_on_where_it_was_when_the_disk_fails_between_two_pieces) {
    write(3'000, 1'000);
    rig_.disk.fault = every_nth(DiskCall::read, 3, {.error = std::make_error_code(std::errc::io_error)});
    JournalReader reader = rig_.journal->make_reader();
    Payloads read;
    int failed = 0;
    for (;;) {
        const auto record = reader.next();
        if (!record) {
            ++failed;
        } else if (*record) {
            read.emplace_back((*record)->payload);
        } else {
            break;
        }
    }
    EXPECT_EQ(read, written_);
    EXPECT_GT(failed, 3);
}

TEST_F(LongBurst, loses_to_damage_what_it_hits_and_no_more_and_tells_it_once) {
    write(5'000, 400);
    const std::string whole = content();
    for (const std::uint64_t length : {1, 31, 5'000, 70'000, 300'000}) {
        for (int times = 0; times < 20; ++times) {
            const std::uint64_t from = header_bytes + random_.below(ends_.back() - header_bytes - length);
            content() = whole;
            for (std::uint64_t at = from; at < from + length; ++at) content()[at] = static_cast<char>(~whole[at]);
            rig_.notices.clear();
            JournalReader reader = rig_.journal->make_reader();
            EXPECT_EQ(rig_.read(reader), outside(from, from + length)) << length << " bytes from " << from;
            EXPECT_EQ(rig_.said(NoticeKind::damage_found), 1u) << length << " bytes from " << from;
        }
    }
}

}  // namespace
}  // namespace parley::journal
