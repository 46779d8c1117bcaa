// The format, without any file: names, headers, frames, and finding frames again behind damage.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "journal/frame.hpp"
#include "journal/frame_scanner.hpp"
#include "journal/limits.hpp"
#include "journal/little_endian.hpp"
#include "journal/segment_end.hpp"
#include "journal/segment_header.hpp"
#include "journal/segment_name.hpp"

namespace parley::journal {
namespace {

constexpr SipSeed salt{.low = 11, .high = 22};
constexpr ChainEnd begin{.check = 7};

const SegmentHeader header{.id = {.epoch = 3, .thread = 2, .sequence = 9}, .salt = salt, .previous = 77};

std::string frames_of(const std::vector<std::string>& payloads) {
    std::string bytes;
    ChainEnd end = begin;
    for (const std::string& payload : payloads) end = append_frame(bytes, salt, end, {RecordType::close, payload});
    return bytes;
}

struct Scanned {
    std::vector<std::string> payloads;
    std::vector<Damage> damage;
    std::uint64_t end = 0;
    bool ends_clean = false;
};

Scanned scan(std::string_view bytes) {
    FrameScanner scanner(bytes, 0, salt, begin);
    Scanned scanned;
    for (;;) {
        const FrameScanner::Item item = scanner.next();
        if (const auto* const frame = std::get_if<Frame>(&item)) scanned.payloads.emplace_back(frame->record.payload);
        if (const auto* const damage = std::get_if<Damage>(&item)) scanned.damage.push_back(*damage);
        if (const auto* const end = std::get_if<ScanEnd>(&item)) {
            scanned.end = end->at;
            scanned.ends_clean = is_clean_end(end->rest, end->at, false);
            return scanned;
        }
    }
}

TEST(SegmentName, is_read_back_and_nothing_else_is) {
    const SegmentId id{.epoch = 18446744073709551615u, .thread = 4294967295u, .sequence = 1};
    EXPECT_EQ(segment_name(id), "journal-18446744073709551615-4294967295-1.segment");
    EXPECT_EQ(parse_segment_name(segment_name(id)), id);
    EXPECT_EQ(parse_quarantine_name(quarantine_name(id)), id);
    EXPECT_EQ(parse_segment_name(quarantine_name(id)), std::nullopt);
    for (const char* other : {"", ".", "lock", "journal-1-2-3", "journal-1-2-.segment", "journal-01-2-3.segment", "journal--1-2-3.segment",
                              "journal-1-2-3.segment~", "journal-1-4294967296-3.segment", "journal-1-2-3-4.segment"})
        EXPECT_EQ(parse_segment_name(other), std::nullopt) << other;
}

TEST(SegmentHeader, is_read_back) {
    const std::string bytes = encode_header(header);
    ASSERT_EQ(bytes.size(), header_bytes);
    const ReadHeader read = read_header(bytes);
    EXPECT_EQ(read.state, ReadHeader::State::good);
    EXPECT_EQ(read.header.id, header.id);
    EXPECT_EQ(read.header.salt.low, salt.low);
    EXPECT_EQ(read.header.salt.high, salt.high);
    EXPECT_EQ(read.header.previous, 77u);
    EXPECT_EQ(header_check(read.header), header_check(header));
}

TEST(SegmentHeader, survives_and_tells_any_one_damaged_byte) {
    for (std::size_t at = 0; at < header_bytes; ++at) {
        std::string bytes = encode_header(header);
        bytes[at] ^= 0x10;
        const ReadHeader read = read_header(bytes);
        EXPECT_EQ(read.state, ReadHeader::State::mended) << at;
        EXPECT_EQ(header_check(read.header), header_check(header)) << at;
    }
}

TEST(SegmentHeader, says_whether_its_file_was_another_segment_before) {
    SegmentHeader reused = header;
    reused.is_reused = true;
    EXPECT_FALSE(read_header(encode_header(header)).header.is_reused);
    const ReadHeader read = read_header(first_page(reused));
    EXPECT_EQ(read.state, ReadHeader::State::good);
    EXPECT_TRUE(read.header.is_reused);
    EXPECT_FALSE(read.header.is_nobodys());
    EXPECT_EQ(header_check(read.header), header_check(reused));
    EXPECT_NE(header_check(reused), header_check(header));
    EXPECT_TRUE(read_header(first_page({.is_reused = true})).header.is_nobodys());
}

TEST(SegmentEnd, of_a_reused_file_is_zeros_to_the_end_of_the_page_and_a_frames_header_at_least) {
    EXPECT_EQ(blank_through(header_bytes), page_bytes);
    EXPECT_EQ(blank_through(page_bytes - frame_header_bytes), page_bytes);
    EXPECT_EQ(blank_through(page_bytes - frame_header_bytes + 1), 2 * page_bytes);
    EXPECT_EQ(blank_through(page_bytes), 2 * page_bytes);
    const std::string blank(100, '\0');
    constexpr std::uint64_t at = page_bytes - 100;
    EXPECT_TRUE(is_clean_end(blank + "what was here before", at, true));
    EXPECT_FALSE(is_clean_end(blank + "what was here before", at, false));
    EXPECT_TRUE(is_clean_end(blank.substr(50), at, true));  // the file ends there
    EXPECT_TRUE(is_clean_end("", at, true));
    for (std::size_t place = 0; place < blank.size(); ++place) {
        std::string torn = blank;
        torn[place] = 1;
        EXPECT_FALSE(is_clean_end(torn + "what was here before", at, true)) << place;
    }
}

TEST(SegmentHeader, that_is_damaged_twice_is_not_guessed_at) {
    std::string bytes = encode_header(header);
    bytes[20] ^= 1;
    bytes[header_copy_bytes + 33] ^= 1;
    EXPECT_EQ(read_header(bytes).state, ReadHeader::State::damaged);
}

TEST(SegmentHeader, of_a_later_format_is_told_apart_from_damage) {
    std::string bytes = encode_header(header);
    put_number(bytes, 8, format_version + 1);
    put_number(bytes, header_copy_bytes + 8, format_version + 1);
    const ReadHeader read = read_header(bytes);
    EXPECT_EQ(read.state, ReadHeader::State::unknown_version);
    EXPECT_EQ(read.version, format_version + 1);
}

TEST(SegmentHeader, of_a_file_that_was_never_written_is_empty_and_a_short_one_damaged) {
    EXPECT_EQ(read_header("").state, ReadHeader::State::empty);
    EXPECT_EQ(read_header(std::string(header_bytes, '\0')).state, ReadHeader::State::empty);
    for (std::size_t length = 1; length < header_copy_bytes; ++length)
        EXPECT_EQ(read_header(encode_header(header).substr(0, length)).state, ReadHeader::State::damaged) << length;
    EXPECT_EQ(read_header(encode_header(header).substr(0, header_copy_bytes)).state, ReadHeader::State::mended);
}

TEST(Frame, of_the_largest_payload_is_read_back_and_a_larger_one_is_not) {
    std::string bytes;
    const std::string payload(payload_bytes_max, 'x');
    append_frame(bytes, salt, begin, {RecordType::note, payload});
    ASSERT_EQ(bytes.size(), framed_bytes(payload_bytes_max));
    const std::optional<Frame> frame = parse_frame(bytes, salt);
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->record, (Record{RecordType::note, payload}));
    EXPECT_TRUE(frame->follows(begin));

    std::string larger;
    append_frame(larger, salt, begin, {RecordType::note, payload + "y"});
    EXPECT_FALSE(parse_frame(larger, salt));
}

TEST(Frame, is_refused_with_any_byte_changed_or_cut_off_and_under_another_salt) {
    const std::string good = frames_of({"an entry"});
    ASSERT_TRUE(parse_frame(good, salt));
    for (std::size_t at = 0; at < good.size(); ++at) {
        std::string bad = good;
        bad[at] ^= 0x04;
        EXPECT_FALSE(parse_frame(bad, salt)) << at;
        EXPECT_FALSE(parse_frame(good.substr(0, at), salt)) << at;
    }
    EXPECT_FALSE(parse_frame(good, {.low = 11, .high = 23}));
}

TEST(FrameScanner, takes_a_prefix_of_whole_frames_from_bytes_that_end_anywhere) {
    const std::vector<std::string> payloads{"one", "", "three and more"};
    const std::string bytes = frames_of(payloads);
    for (std::size_t length = 0; length <= bytes.size(); ++length) {
        const Scanned scanned = scan(bytes.substr(0, length));
        ASSERT_LE(scanned.payloads.size(), payloads.size());
        EXPECT_TRUE(std::equal(scanned.payloads.begin(), scanned.payloads.end(), payloads.begin())) << length;
        EXPECT_TRUE(scanned.damage.empty()) << length;
        EXPECT_EQ(scanned.ends_clean, scanned.end == length) << length;
    }
    EXPECT_EQ(scan(bytes).payloads, payloads);
}

TEST(FrameScanner, takes_zeros_for_the_end_and_anything_else_for_a_torn_write) {
    const std::string bytes = frames_of({"one"});
    EXPECT_TRUE(scan(bytes + std::string(100, '\0')).ends_clean);
    EXPECT_FALSE(scan(bytes + std::string(99, '\0') + "x").ends_clean);
    EXPECT_FALSE(scan(bytes + "x" + std::string(99, '\0')).ends_clean);
    EXPECT_TRUE(scan("").ends_clean);
}

TEST(FrameScanner, loses_one_frame_to_one_damaged_byte_and_says_where) {
    const std::string before = frames_of({"one"});
    const std::string damaged = frames_of({"one", "two"});
    const std::string good = frames_of({"one", "two", "three", "four"});
    for (std::size_t at = before.size(); at < damaged.size(); ++at) {
        std::string bytes = good;
        bytes[at] ^= 0x20;
        const Scanned scanned = scan(bytes);
        EXPECT_EQ(scanned.payloads, (std::vector<std::string>{"one", "three", "four"})) << at;
        EXPECT_EQ(scanned.damage, (std::vector<Damage>{{.from = before.size(), .to = damaged.size()}})) << at;
    }
}

TEST(FrameScanner, misses_a_frame_that_was_cut_out) {
    const std::string one = frames_of({"one"});
    const std::string two = frames_of({"one", "two"});
    const std::string three = frames_of({"one", "two", "three"});
    const Scanned scanned = scan(one + three.substr(two.size()));
    EXPECT_EQ(scanned.payloads, (std::vector<std::string>{"one", "three"}));
    EXPECT_EQ(scanned.damage, (std::vector<Damage>{{.from = one.size(), .to = one.size()}}));
}

TEST(FrameScanner, is_not_deceived_by_a_payload_that_looks_like_a_frame) {
    std::string forged;
    append_frame(forged, {.low = 1, .high = 1}, {.check = 5, .number = 1}, {RecordType::close, "forged"});
    std::string bytes = frames_of({"one", forged + std::string(frame_marker), "three"});
    bytes[frames_of({"one"}).size() + 5] ^= 1;
    const Scanned scanned = scan(bytes);
    EXPECT_EQ(scanned.payloads, (std::vector<std::string>{"one", "three"}));
    EXPECT_EQ(scanned.damage.size(), 1u);
}

}  // namespace
}  // namespace parley::journal
