#include "http/fields.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "http/character_class.hpp"
#include "http/field_value.hpp"
#include "http/line_end.hpp"
#include "http/numbers.hpp"

namespace parley::http {
namespace {

TEST(SameToken, ignores_the_case_of_ascii_letters_only) {
    EXPECT_TRUE(same_token("Content-Type", "content-tYPE"));
    EXPECT_TRUE(same_token("", ""));
    EXPECT_FALSE(same_token("a", "ab"));
    EXPECT_FALSE(same_token("a-b", "a_b"));
    EXPECT_FALSE(same_token("@", "`"));  // they differ in the bit that makes the case of letters
    EXPECT_FALSE(same_token("[", "{"));
    EXPECT_FALSE(same_token("\xc0", "\xe0"));
}

// At every length and place, so that whole words, overlapping ones and single bytes all meet every byte and those that
// differ from it in the bit of the case, in the top bit, in both, and in another.
TEST(SameToken, compares_every_byte_alike_wherever_it_stands) {
    const auto lower = [](int byte) { return byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte; };
    for (const std::size_t length : {1, 3, 4, 5, 7, 8, 9, 15, 16, 17}) {
        for (std::size_t place = 0; place < length; ++place) {
            std::vector<char> one(length, 'x');  // exactly so long: the sanitizer sees one byte more
            std::vector<char> other(length, 'X');
            for (int mine = 0; mine < 256; ++mine) {
                for (const int difference : {0, 0x20, 0x80, 0xa0, 1}) {
                    const int theirs = mine ^ difference;
                    one[place] = static_cast<char>(mine);
                    other[place] = static_cast<char>(theirs);
                    const bool same = same_token({one.data(), length}, {other.data(), length});
                    ASSERT_EQ(same, lower(mine) == lower(theirs)) << mine << " " << theirs << " at " << place << " of " << length;
                }
            }
        }
    }
}

TEST(AsciiClass, skips_what_the_plain_walk_skips_at_every_length_and_place) {
    const auto expect_same = [](const CharacterClass& plain) {
        const AsciiClass fast = plain;
        char member = 0;
        while (!plain.has(member)) ++member;
        for (std::size_t length = 0; length <= 40; ++length) {
            for (std::size_t place = 0; place < length; ++place) {
                std::vector<char> bytes(length, member);
                for (int byte = 0; byte < 256; ++byte) {
                    bytes[place] = static_cast<char>(byte);
                    const std::string_view text(bytes.data(), length);
                    for (const std::size_t from : {std::size_t{0}, place / 2, place, length}) {
                        ASSERT_EQ(fast.skip(text, from), plain.skip(text, from)) << byte << " at " << place << " of " << length;
                    }
                }
            }
        }
    };
    expect_same(letters | digits | CharacterClass::of("!#$%&'*+-.^_`|~"));
    expect_same(visible.without("#"));
    expect_same(CharacterClass::range(0x00, 0x1f));
}

TEST(ListHas, finds_a_whole_member_of_a_list) {
    EXPECT_TRUE(list_has("close", "close"));
    EXPECT_TRUE(list_has(" keep-alive ,\tClose", "close"));
    EXPECT_TRUE(list_has(",,close,", "close"));
    EXPECT_FALSE(list_has("closed, enclose", "close"));
    EXPECT_FALSE(list_has("close x", "close"));
    EXPECT_FALSE(list_has("", "close"));
}

TEST(Fields, find_the_first_of_a_name_and_count_all) {
    Fields fields;
    fields.add({"A", "1"});
    fields.add({"b", ""});
    fields.add({"a", "2"});
    EXPECT_EQ(fields.find("a"), "1");
    EXPECT_EQ(fields.count("A"), 2u);
    EXPECT_NE(fields.find("B").data(), nullptr);
    EXPECT_EQ(fields.find("c").data(), nullptr);
    EXPECT_EQ(fields.count("c"), 0u);
}

TEST(ParseDecimal, takes_digits_only_and_never_overflows) {
    EXPECT_EQ(parse_decimal("0"), 0u);
    EXPECT_EQ(parse_decimal("0012"), 12u);
    EXPECT_EQ(parse_decimal("9999999999999999999"), 9'999'999'999'999'999'999u);
    for (const char* bad : {"", "-1", "+1", " 1", "1 ", "0x1", "1.0", "1e3", "1,1", "10000000000000000000"}) {
        EXPECT_EQ(parse_decimal(bad), std::nullopt) << bad;
    }
}

TEST(HexDigit, knows_both_cases_and_nothing_else) {
    int known = 0;
    for (int byte = 0; byte < 256; ++byte) known += hex_digit(static_cast<char>(byte)) >= 0;
    EXPECT_EQ(known, 22);
    EXPECT_EQ(hex_digit('a'), 10);
    EXPECT_EQ(hex_digit('F'), 15);
    EXPECT_EQ(hex_digit('9'), 9);
    EXPECT_EQ(hex_digit('g'), -1);
}

TEST(CharacterClasses, have_as_many_members_as_the_grammar_says) {
    const auto members = [](const auto& characters) {
        int count = 0;
        for (int byte = 0; byte < 256; ++byte) count += characters.has(static_cast<char>(byte));
        return count;
    };
    EXPECT_EQ(members(token_bytes), 26 + 26 + 10 + 15);   // RFC 9110, 5.6.2
    EXPECT_EQ(members(field_value_bytes), 94 + 128 + 2);  // VCHAR, obs-text, SP and HTAB
    EXPECT_EQ(members(path_bytes), 62 + 4 + 10 + 2 + 1);  // unreserved, sub-delims but ';', ':' and '@', '/'
    EXPECT_EQ(members(query_bytes), 93);
    EXPECT_EQ(members(method_bytes), 27);
}

TEST(SkipFieldValue, stops_where_the_table_stops_for_every_byte_at_every_place) {
    for (int byte = 0; byte < 256; ++byte) {
        for (std::size_t at = 0; at < 40; ++at) {
            std::string text(40, 'x');
            text[at] = static_cast<char>(byte);
            EXPECT_EQ(skip_field_value(text, 0), field_value_bytes.skip(text, 0)) << byte << " at " << at;
            EXPECT_EQ(skip_field_value(text, 3), field_value_bytes.skip(text, 3)) << byte << " at " << at;
        }
    }
}

TEST(FindLineEnd, finds_the_first_cr_or_lf_at_every_place) {
    for (const char end : {'\r', '\n'}) {
        for (std::size_t size = 0; size <= 40; ++size) {
            const std::string none(size, '\x0e');  // between the two, and beyond
            EXPECT_EQ(find_line_end(none), size);
            for (std::size_t at = 0; at < size; ++at) {
                std::string text = none;
                text[at] = end;
                if (at + 1 < size) text[size - 1] = '\n';
                EXPECT_EQ(find_line_end(text), at);
            }
        }
    }
}

}  // namespace
}  // namespace parley::http
