// Every limit of the parser, at the limit and one past it; and that hostile texts cost no more than their size.
#include <gtest/gtest.h>
#include <sys/mman.h>

#include <string>

#include "json/document.hpp"

namespace parley::json {
namespace {

std::string nested(std::size_t levels, std::string_view open, std::string_view middle, std::string_view close) {
    std::string text;
    for (std::size_t level = 0; level < levels; ++level) text += open;
    text += middle;
    for (std::size_t level = 0; level < levels; ++level) text += close;
    return text;
}

TEST(Depth, of_64_is_accepted_and_of_65_refused) {
    Document document;
    EXPECT_FALSE(document.parse(nested(64, "[", "", "]")));
    EXPECT_EQ(document.parse(nested(65, "[", "", "]")), (ParseError{ParseFault::too_deep, 64}));
    EXPECT_FALSE(document.parse(nested(64, R"({"a":)", "1", "}")));
    EXPECT_EQ(document.parse(nested(65, R"({"a":)", "1", "}")), (ParseError{ParseFault::too_deep, 64 * 5}));
    EXPECT_FALSE(document.parse(nested(32, R"([{"a":)", "1", "}]")));
    EXPECT_EQ(document.parse(nested(32, R"([{"a":)", "[]", "}]")), (ParseError{ParseFault::too_deep, 32 * 6}));
}

TEST(Depth, counts_levels_and_not_containers) {
    Document document;
    const std::string deep = nested(63, "[", "", "]");
    std::string text = "[" + deep;
    for (int sibling = 0; sibling < 100; ++sibling) text += "," + deep;
    EXPECT_FALSE(document.parse(text + "]"));
}

TEST(Depth, is_set_by_an_option) {
    Document document;
    EXPECT_FALSE(document.parse("1", {.depth_max = 0}));
    EXPECT_EQ(document.parse("[]", {.depth_max = 0}), (ParseError{ParseFault::too_deep, 0}));
    EXPECT_FALSE(document.parse("[[]]", {.depth_max = 2}));
    EXPECT_EQ(document.parse("[[[]]]", {.depth_max = 2}), (ParseError{ParseFault::too_deep, 2}));
    EXPECT_FALSE(document.parse(nested(1024, "[", "", "]"), {.depth_max = 1024}));
    EXPECT_EQ(document.parse(nested(1025, "[", "", "]"), {.depth_max = 1024}), (ParseError{ParseFault::too_deep, 1024}));
}

TEST(Depth, costs_no_stack) {
    Document document;
    const std::size_t levels = 1'000'000;
    EXPECT_FALSE(document.parse(nested(levels, "[", "", "]"), {.depth_max = levels}));
    EXPECT_EQ(document.nodes().size(), levels);
    EXPECT_EQ(document.parse(std::string(levels, '[')), (ParseError{ParseFault::too_deep, 64}));
    EXPECT_EQ(document.parse(std::string(levels, '['), {.depth_max = levels}), (ParseError{ParseFault::grammar, levels}));
}

// Four gigabytes of address space without memory behind it: the parser must not come far enough to touch it.
class HugeText {
  public:
    explicit HugeText(std::size_t bytes)
        : bytes_(bytes), begin_(mmap(nullptr, bytes, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)) {}
    HugeText(const HugeText&) = delete;
    ~HugeText() { munmap(begin_, bytes_); }
    std::string_view text() const { return {static_cast<const char*>(begin_), bytes_}; }

  private:
    std::size_t bytes_;
    void* begin_;
};

TEST(TextSize, is_at_most_what_an_offset_can_hold) {
    Document document;
    const HugeText huge(text_bytes_max + 1);
    ASSERT_NE(huge.text().data(), MAP_FAILED);
    EXPECT_EQ(document.parse(huge.text()), (ParseError{ParseFault::too_large, text_bytes_max}));
    const ParseError at_the_limit = document.parse(huge.text().substr(1));
    EXPECT_EQ(at_the_limit, (ParseError{ParseFault::grammar, 0}));  // read, and its first byte is a zero
}

TEST(Nodes, are_at_most_one_for_two_bytes) {
    static_assert(sizeof(Document::Node) == 16);
    Document document;
    std::string text = "[1";
    for (int element = 1; element < 10'000; ++element) text += ",1";
    text += "]";
    ASSERT_FALSE(document.parse(text));
    EXPECT_EQ(document.nodes().size(), 10'001u);
    EXPECT_LE(document.nodes().size(), (text.size() + 1) / 2);
    EXPECT_EQ(document.root().size(), 10'000u);
}

TEST(Nodes, are_kept_for_the_next_parse_up_to_a_limit) {
    Document document;
    const auto parse_array_of = [&document](std::size_t elements) {
        std::string text = "[1";
        for (std::size_t element = 1; element < elements; ++element) text += ",1";
        ASSERT_FALSE(document.parse(text + "]"));
    };
    parse_array_of(1000);
    const std::size_t kept = document.nodes().capacity();
    parse_array_of(1);
    EXPECT_EQ(document.nodes().capacity(), kept);
    parse_array_of(2 * Document::nodes_kept_max);
    parse_array_of(1);
    EXPECT_LE(document.nodes().capacity(), Document::nodes_kept_max);
}

TEST(Numbers, of_100000_digits_are_text) {
    Document document;
    const std::string digits(100'000, '7');
    ASSERT_FALSE(document.parse(digits));
    EXPECT_EQ(document.root().raw(), digits);
    EXPECT_EQ(document.root().integer(), std::nullopt);
    EXPECT_EQ(document.root().number(), std::nullopt);
}

TEST(Keys, of_a_megabyte_are_keys) {
    Document document;
    const std::string key(1 << 20, 'k');
    const std::string text = "{\"" + key + "\":1,\"" + key + "x\":2}";
    ASSERT_FALSE(document.parse(text));
    EXPECT_EQ(document.root().find(key).integer(), 1);
    const std::string twice = "{\"" + key + "\":1,\"" + key + "\":2}";
    EXPECT_EQ(document.parse(twice), (ParseError{ParseFault::duplicate_key, key.size() + 6}));
}

}  // namespace
}  // namespace parley::json
