#include "providers/data_url.hpp"

#include <gtest/gtest.h>

namespace parley::providers {
namespace {

TEST(DataUrl, is_read_with_type_parameters_and_encoding) {
    const auto url = parse_data_url("data:text/plain;charset=utf-8;base64,SGk=");
    ASSERT_TRUE(url);
    EXPECT_EQ(url->media_type, "text/plain");
    EXPECT_TRUE(url->is_base64);
    EXPECT_EQ(url->data, "SGk=");
}

TEST(DataUrl, is_read_without_a_type_and_in_any_case) {
    const auto url = parse_data_url("DATA:,a%20b");
    ASSERT_TRUE(url);
    EXPECT_EQ(url->media_type, "");
    EXPECT_FALSE(url->is_base64);
    EXPECT_EQ(decode_percent(url->data), "a b");
}

TEST(DataUrl, is_not_found_in_other_texts) {
    for (const char* text : {"https://x.example/data:", "data:image/png;base64", "dat", ""}) EXPECT_FALSE(parse_data_url(text)) << text;
}

TEST(DecodePercent, leaves_what_is_no_escape) { EXPECT_EQ(decode_percent("100%, %4g%41%4"), "100%, %4gA%4"); }

TEST(SniffPicture, knows_a_picture_by_its_first_bytes) {
    EXPECT_EQ(sniff_picture("iVBORw0KGgoAAAA"), "image/png");
    EXPECT_EQ(sniff_picture("/9j/4AAQ"), "image/jpeg");
    EXPECT_EQ(sniff_picture("R0lGODlh"), "image/gif");
    EXPECT_EQ(sniff_picture("UklGRiQA"), "image/webp");
    EXPECT_EQ(sniff_picture("JVBERi0x"), "");
}

TEST(DecodeBase64, reads_text_with_and_without_padding) {
    EXPECT_EQ(decode_base64("SGk="), "Hi");
    EXPECT_EQ(decode_base64("SGk"), "Hi");
    EXPECT_EQ(decode_base64(""), "");
    EXPECT_EQ(decode_base64("SGkh"), "Hi!");
}

TEST(DecodeBase64, refuses_what_is_none) {
    for (const char* text : {"S", "SG k", "SGk-", "SG=k"}) EXPECT_FALSE(decode_base64(text)) << text;
}

}  // namespace
}  // namespace parley::providers
