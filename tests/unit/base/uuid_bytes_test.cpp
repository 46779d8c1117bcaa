#include "base/uuid_bytes.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "base/random.hpp"

namespace parley {
namespace {

std::string spelled(const UuidBytes& bytes) {
    std::string text;
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        if (at == 4 || at == 6 || at == 8 || at == 10) text += '-';
        text += "0123456789abcdef"[static_cast<unsigned char>(bytes[at]) >> 4];
        text += "0123456789abcdef"[static_cast<unsigned char>(bytes[at]) & 0xF];
    }
    return text;
}

TEST(UuidBytes, spell_the_text_that_they_come_from) {
    Random random(5);
    for (int times = 0; times < 1'000; ++times) {
        const std::string text(make_uuid(random).view());
        const auto bytes = uuid_bytes(text);
        ASSERT_TRUE(bytes) << text;
        EXPECT_EQ(spelled(*bytes), text);
    }
}

// Whatever one character of a UUID becomes: another UUID, or none, and never the same.
TEST(UuidBytes, are_of_no_other_text) {
    const std::string whole = "0192c8a0-1234-7abc-8def-0123456789ab";
    const UuidBytes bytes = uuid_bytes(whole).value();
    for (std::size_t at = 0; at < whole.size(); ++at) {
        for (int byte = 0; byte < 256; ++byte) {
            std::string text = whole;
            text[at] = static_cast<char>(byte);
            const auto other = uuid_bytes(text);
            if (text == whole) continue;
            const bool is_digit = byte < 128 && std::string("0123456789abcdef").find(static_cast<char>(byte)) != std::string::npos;
            EXPECT_EQ(other.has_value(), is_digit && whole[at] != '-') << text;
            EXPECT_NE(other, std::optional(bytes)) << text;
        }
    }
    for (const char* none : {"", "0192c8a0", "0192c8a012347abc8def0123456789ab", "0192c8a0-1234-7abc-8def-0123456789abc",
                             "0192C8A0-1234-7ABC-8DEF-0123456789AB"}) {
        EXPECT_FALSE(uuid_bytes(none)) << none;
    }
}

}  // namespace
}  // namespace parley
