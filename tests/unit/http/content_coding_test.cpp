#include "http/content_coding.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

#include <string>

namespace parley::http {
namespace {

std::string deflate_all(const std::string& plain, int window) {
    z_stream stream{};
    deflateInit2(&stream, 9, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&stream, plain.size()) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
    stream.avail_in = static_cast<uInt>(plain.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

const std::string text = R"({"error":{"message":"overloaded"}})";

TEST(ContentCoding, undoes_gzip_and_both_forms_of_deflate) {
    const struct {
        const char* coding;
        int window;
    } cases[] = {{"gzip", 31}, {"GZIP", 31}, {"x-gzip", 31}, {"deflate", 15}, {"deflate", -15}};
    for (const auto& each : cases) {
        const auto decoded = decode_content(each.coding, deflate_all(text, each.window), 1000);
        ASSERT_TRUE(decoded.has_value()) << each.coding << ' ' << each.window;
        EXPECT_EQ(*decoded, text);
    }
}

TEST(ContentCoding, stops_at_the_limit_and_not_before) {
    const std::string plain(1000, 'x');
    const std::string packed = deflate_all(plain, 31);
    EXPECT_TRUE(decode_content("gzip", packed, 1000).has_value());
    EXPECT_FALSE(decode_content("gzip", packed, 999).has_value());
}

TEST(ContentCoding, refuses_a_bomb_without_unpacking_it) {
    const std::string bomb = deflate_all(std::string(64 * 1024 * 1024, '\0'), 31);
    ASSERT_LT(bomb.size(), 100'000u);
    const auto decoded = decode_content("gzip", bomb, 1024 * 1024);
    ASSERT_FALSE(decoded.has_value());
    EXPECT_EQ(decoded.error().kind, ErrorKind::upstream_error);
}

TEST(ContentCoding, refuses_damage_truncation_and_codings_nobody_asked_for) {
    std::string packed = deflate_all(text, 31);
    EXPECT_FALSE(decode_content("gzip", packed.substr(0, packed.size() - 9), 1000).has_value());
    EXPECT_FALSE(decode_content("gzip", "not gzip at all", 1000).has_value());
    EXPECT_FALSE(decode_content("gzip", "", 1000).has_value());
    EXPECT_FALSE(decode_content("br", packed, 1000).has_value());
    EXPECT_FALSE(decode_content("gzip, gzip", packed, 1000).has_value());
    packed[packed.size() / 2] ^= 0x55;
    EXPECT_FALSE(decode_content("gzip", packed, 1000).has_value());
}

}  // namespace
}  // namespace parley::http
