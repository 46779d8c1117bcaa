#include "json/write.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "base/random.hpp"
#include "json/document.hpp"
#include "json/utf8.hpp"

namespace parley::json {
namespace {

std::string json_string(std::string_view text) {
    std::string out;
    append_string(out, text);
    return out;
}

TEST(AppendString, escapes_what_must_be_and_nothing_else) {
    EXPECT_EQ(json_string(""), R"("")");
    EXPECT_EQ(json_string("plain"), R"("plain")");
    EXPECT_EQ(json_string("\"\\"), R"("\"\\")");
    EXPECT_EQ(json_string("\b\f\n\r\t"), R"("\b\f\n\r\t")");
    EXPECT_EQ(json_string(std::string("\0\x01\x0b\x1f", 4)), R"("\u0000\u0001\u000b\u001f")");
    EXPECT_EQ(json_string("/\x7f"), "\"/\x7f\"");
    EXPECT_EQ(json_string("\xc3\xa9\xf0\x9f\x98\x80"), "\"\xc3\xa9\xf0\x9f\x98\x80\"");
}

TEST(AppendString, escapes_at_every_place_of_texts_of_every_length) {
    for (std::size_t length = 1; length <= 200; ++length) {
        const std::string plain(length, 'x');
        EXPECT_EQ(json_string(plain), '"' + plain + '"');
        for (std::size_t at = 0; at < length; ++at) {
            std::string text = plain;
            text[at] = '\n';
            EXPECT_EQ(json_string(text), '"' + plain.substr(0, at) + "\\n" + plain.substr(at + 1) + '"');
        }
    }
}

TEST(AppendString, appends) {
    std::string out = "a:";
    append_string(out, "b");
    append_escaped(out, "\n");
    EXPECT_EQ(out, "a:\"b\"\\n");
}

TEST(AppendUnescaped, undoes_every_escape) {
    std::string out = "x";
    append_unescaped(out, R"(\"\\\/\b\f\n\r\t\u0041\ud83d\ude00z)");
    EXPECT_EQ(out, "x\"\\/\b\f\n\r\tA\xf0\x9f\x98\x80z");
    out.clear();
    append_unescaped(out, R"(\ud83d!\ude00)");
    EXPECT_EQ(out, "\xef\xbf\xbd!\xef\xbf\xbd");
}

// A code point of one to four bytes, those that need an escape more often than chance would have it.
std::uint32_t random_code_point(Random& random) {
    static constexpr std::uint32_t bounds[] = {0x20, 0x80, 0x800, 0xd800, 0x110000};
    if (random.below(8) == 0) return random.below(2) == 0 ? '"' : '\\';
    const std::uint64_t code_point = random.below(bounds[random.below(5)]);
    const bool is_surrogate = code_point >= 0xd800 && code_point < 0xe000;
    return is_surrogate ? 'x' : static_cast<std::uint32_t>(code_point);
}

TEST(AppendString, is_read_back_as_it_was) {
    const std::uint64_t seed = random_seed();
    SCOPED_TRACE("seed " + std::to_string(seed));
    Random random(seed);
    Document document;
    for (int round = 0; round < 20'000; ++round) {
        std::string text;
        const std::uint64_t characters = random.below(100);
        for (std::uint64_t at = 0; at < characters; ++at) {
            if (random.below(4) == 0)
                text += Utf8Sequence(random_code_point(random)).view();
            else
                text += 'x';
        }
        const std::string json = json_string(text);
        ASSERT_FALSE(document.parse(json)) << json;
        ASSERT_EQ(document.root().string(), text);
        ASSERT_TRUE(document.root().equals(text));
    }
}

TEST(AppendInteger, writes_every_size) {
    std::string out;
    for (const std::int64_t value :
         {std::int64_t{0}, std::int64_t{-1}, std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::min()}) {
        append_integer(out, value);
        out += ' ';
    }
    EXPECT_EQ(out, "0 -1 9223372036854775807 -9223372036854775808 ");
}

TEST(ObjectWriter, keeps_the_commas_right) {
    std::string out;
    ObjectWriter empty(out);
    empty.close();
    EXPECT_EQ(out, "{}");

    out.clear();
    ObjectWriter body(out);
    body.string("id", "a\"b");
    body.integer("n", -5);
    body.boolean("yes", true);
    body.boolean("no", false);
    body.null("none");
    body.raw("choices", "[1, 2]");
    ObjectWriter inner(body.key("inner"));
    inner.foreign_key("k\n") += R"("")";
    const std::string long_name(1000, 'x');
    inner.foreign_key(long_name) += "1";
    inner.close();
    body.close();
    EXPECT_EQ(out,
              R"({"id":"a\"b","n":-5,"yes":true,"no":false,"none":null,"choices":[1, 2],"inner":{"k\n":"",")" + long_name + R"(":1}})");
    Document document;
    EXPECT_FALSE(document.parse(out));
}

}  // namespace
}  // namespace parley::json
