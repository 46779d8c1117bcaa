// The kernels must agree with each other and with the plain loop, at every length and place, and read nothing outside.
#include "json/scan.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/random.hpp"
#include "json/utf8.hpp"

namespace parley::json {
namespace {

struct Kernel {
    const char* name;
    Special (*find)(const char* at, const char* end);
};

std::vector<Kernel> kernels() {
    std::vector<Kernel> kernels = {{"chosen", find_special}, {"sse2", find_special_sse2}};
    if (has_avx2()) kernels.push_back({"avx2", find_special_avx2});
    return kernels;
}

Special find_byte_by_byte(const char* at, const char* end) {
    bool non_ascii = false;
    for (; at != end && static_cast<unsigned char>(*at) >= 0x20 && *at != '"' && *at != '\\'; ++at)
        non_ascii |= static_cast<unsigned char>(*at) > 0x7f;
    return {at, non_ascii};
}

TEST(FindSpecial, finds_the_first_of_every_special_byte_and_no_other) {
    for (const Kernel& kernel : kernels()) {
        for (int byte = 0; byte < 256; ++byte) {
            const bool is_special = byte < 0x20 || byte == '"' || byte == '\\';
            std::vector<char> text(150, 'x');
            text[140] = '"';
            for (const std::size_t at : {0, 15, 16, 40, 63, 64, 90, 127, 128, 139}) {
                text[at] = static_cast<char>(byte);
                const Special special = kernel.find(text.data(), text.data() + text.size());
                EXPECT_EQ(special.at - text.data(), is_special ? static_cast<int>(at) : 140) << kernel.name << byte;
                EXPECT_EQ(special.non_ascii, byte > 0x7f) << kernel.name << at;
                text[at] = 'x';
            }
        }
    }
}

TEST(FindSpecial, stops_at_the_end_of_every_length) {
    for (const Kernel& kernel : kernels()) {
        for (std::size_t length = 0; length < 300; ++length) {
            const std::vector<char> text(length, 'x');  // exactly so long: the sanitizer sees one byte more
            const Special special = kernel.find(text.data(), text.data() + length);
            EXPECT_EQ(special.at, text.data() + length) << kernel.name;
            EXPECT_FALSE(special.non_ascii);
        }
    }
}

TEST(FindSpecial, agrees_with_the_plain_loop_on_random_bytes) {
    const std::uint64_t seed = random_seed();
    SCOPED_TRACE("seed " + std::to_string(seed));
    Random random(seed);
    for (int round = 0; round < 20'000; ++round) {
        std::vector<char> text(random.below(260), 'x');
        for (int edit = 0; edit < 3 && !text.empty(); ++edit) {
            text[random.below(text.size())] = static_cast<char>(random.below(256));
        }
        const char* const end = text.data() + text.size();
        const Special plain = find_byte_by_byte(text.data(), end);
        for (const Kernel& kernel : kernels()) {
            const Special special = kernel.find(text.data(), end);
            ASSERT_EQ(special.at, plain.at) << kernel.name;
            ASSERT_TRUE(special.non_ascii || !plain.non_ascii) << kernel.name;  // may be seen a little early
        }
    }
}

TEST(FindBadUtf8, finds_the_first_byte_that_fits_nowhere) {
    EXPECT_EQ(find_bad_utf8(""), std::nullopt);
    EXPECT_EQ(find_bad_utf8("a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"), std::nullopt);
    EXPECT_EQ(find_bad_utf8("ab\x80"), 2u);
    EXPECT_EQ(find_bad_utf8("\xc3\xa9\xe2\x82"), 2u);
    EXPECT_EQ(find_bad_utf8("\xf0\x9f\x98\x80\xf0\x9f\x98"), 4u);
}

// Whatever simdjson calls invalid, our own search finds the place of: it must never come back empty-handed.
TEST(FindBadUtf8, finds_a_place_in_every_two_and_three_byte_text_that_is_not_utf8) {
    for (int first = 0x80; first < 0x100; ++first) {
        for (int second = 0; second < 0x100; ++second) {
            const bool two_bytes = first >= 0xc2 && first < 0xe0 && (second & 0xc0) == 0x80;
            const std::string text = {static_cast<char>(first), static_cast<char>(second)};
            EXPECT_EQ(find_bad_utf8(text), two_bytes ? std::nullopt : std::optional<std::size_t>(0));
            const bool three_bytes = first >= 0xe0 && first < 0xf0 && (second & 0xc0) == 0x80 && !(first == 0xe0 && second < 0xa0) &&
                                     !(first == 0xed && second > 0x9f);
            EXPECT_EQ(find_bad_utf8(text + "\x80").has_value(), !three_bytes) << first << ' ' << second;
        }
    }
}

TEST(Utf8Sequence, writes_every_code_point_as_utf8) {
    std::string all;
    for (std::uint32_t code_point = 0; code_point <= 0x10ffff; ++code_point) {
        if (code_point < 0xd800 || code_point > 0xdfff) all += Utf8Sequence(code_point).view();
    }
    EXPECT_EQ(all.size(), 0x80u + 2 * 0x780 + 3 * (0x10000 - 0x800 - 0x800) + 4 * 0x100000);
    EXPECT_EQ(find_bad_utf8(all), std::nullopt);
}

}  // namespace
}  // namespace parley::json
