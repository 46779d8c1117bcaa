// Strings that end within sixteen bytes are read by one look, the others and those near the end of the text in steps. Here
// every length meets every distance from the end, so that both ways, and what lies between them, must agree with a plain
// description. The texts are exactly as long as they say: the sanitizer sees one byte more.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "json/document.hpp"

namespace parley::json {
namespace {

constexpr std::size_t longest = 40;  // past two looks

struct Case {
    std::string_view inserted;  // somewhere in a string of letters
    ParseFault fault;
    std::uint32_t escapes;
};

const std::vector<Case> cases = {
    {"", ParseFault::none, 0},         {R"(\")", ParseFault::none, 1},           {R"(\\)", ParseFault::none, 1},
    {R"(\n\n)", ParseFault::none, 2},  {R"(\ud83d\ude00)", ParseFault::none, 1}, {"\xc3\xa9", ParseFault::none, 0},
    {"\x7f", ParseFault::none, 0},     {R"(\q)", ParseFault::bad_escape, 0},     {"\x1f", ParseFault::grammar, 0},
    {"\xc3", ParseFault::bad_utf8, 0},
};

// The first byte of `inserted` in the text is where each of these faults shows.
void expect_read(const Case& each, std::size_t letters, std::size_t place, std::size_t spaces_behind) {
    std::string inside(letters, 'x');
    inside.insert(place, each.inserted);
    const std::string whole = '"' + inside + '"' + std::string(spaces_behind, ' ');
    const std::vector<char> text(whole.begin(), whole.end());

    Document document;
    const ParseError error = document.parse({text.data(), text.size()});
    ASSERT_EQ(error.fault, each.fault) << whole;
    if (error) {
        EXPECT_EQ(error.offset, 1 + place) << whole;
    } else {
        EXPECT_EQ(document.root().escaped(), inside);
        EXPECT_EQ(document.nodes()[0].size, each.escapes) << whole;
    }
}

TEST(String, is_read_alike_at_every_length_and_distance_from_the_end) {
    for (const Case& each : cases) {
        for (std::size_t letters = 0; letters <= longest; ++letters) {
            for (std::size_t place = 0; place <= letters; ++place) {
                for (const std::size_t spaces_behind : {0, 1, 14, 15, 16, 17}) expect_read(each, letters, place, spaces_behind);
            }
        }
    }
}

TEST(String, without_an_end_is_refused_where_the_text_stops) {
    for (std::size_t letters = 0; letters <= longest; ++letters) {
        const std::string whole = '"' + std::string(letters, 'x');
        const std::vector<char> text(whole.begin(), whole.end());
        Document document;
        const ParseError error = document.parse({text.data(), text.size()});
        EXPECT_EQ(error, (ParseError{ParseFault::grammar, text.size()})) << letters;
    }
}

}  // namespace
}  // namespace parley::json
