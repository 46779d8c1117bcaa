#include "providers/openai/think_tags.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace parley::providers::openai_dialect {
namespace {

using catalog::ThinkTags;

struct Split {
    std::string reasoning;
    std::string content;

    bool operator==(const Split&) const = default;
};

Split split(const std::vector<std::string>& pieces, ThinkTags tags = ThinkTags::split) {
    ThinkTagSplitter splitter(tags);
    Split all;
    const auto add = [&all](const ThinkTagSplitter::Pieces& found) {
        all.reasoning += found.reasoning;
        all.content += found.content;
    };
    for (const std::string& piece : pieces) {
        ThinkTagSplitter::Pieces found;
        splitter.split(piece, found);
        add(found);
    }
    ThinkTagSplitter::Pieces rest;
    splitter.finish(rest);
    add(rest);
    return all;
}

/// The units that a host may cut between: an escape sequence stays whole.
std::vector<std::string> units_of(std::string_view escaped) {
    std::vector<std::string> units;
    while (!escaped.empty()) {
        const std::size_t bytes = escaped[0] != '\\' ? 1 : escaped[1] == 'u' ? 6 : 2;
        units.emplace_back(escaped.substr(0, bytes));
        escaped.remove_prefix(bytes);
    }
    return units;
}

struct Row {
    std::string text;
    ThinkTags tags;
    Split expected;
};

const std::vector<Row> rows = {
    {"<think>a b</think>c d", ThinkTags::split, {"a b", "c d"}},
    {R"(\n <think>\na\n</think>\n\nc\n)", ThinkTags::split, {R"(\na\n)", R"(c\n)"}},
    {R"(\u003cthink\u003ea\u003c\/think\u003ec)", ThinkTags::split, {"a", "c"}},
    {"<think></think>c", ThinkTags::split, {"", "c"}},
    {"<think>a < b, a </ b, <thin></think>c", ThinkTags::split, {"a < b, a </ b, <thin>", "c"}},
    {"<think>cut off", ThinkTags::split, {"cut off", ""}},
    {"<think>cut in its tag</thi", ThinkTags::split, {"cut in its tag</thi", ""}},
    {"<think>a</think>", ThinkTags::split, {"a", ""}},
    {"c <think>kept</think>", ThinkTags::split, {"", "c <think>kept</think>"}},
    {"<think>a</think>the <think> tag</think>", ThinkTags::split, {"a", "the <think> tag</think>"}},
    {"<thinking>c", ThinkTags::split, {"", "<thinking>c"}},
    {"<thi", ThinkTags::split, {"", "<thi"}},
    {R"( \n)", ThinkTags::split, {"", R"( \n)"}},
    {"a</think>c", ThinkTags::begin_inside, {"a", "c"}},
    {"a", ThinkTags::begin_inside, {"a", ""}},
    {"<think>a</think>c", ThinkTags::kept, {"", "<think>a</think>c"}},
};

TEST(ThinkTags, are_split_from_content) {
    for (const Row& row : rows) EXPECT_EQ(split({row.text}, row.tags), row.expected) << row.text;
}

TEST(ThinkTags, are_found_wherever_the_host_cuts_them) {
    for (const Row& row : rows) {
        EXPECT_EQ(split(units_of(row.text), row.tags), row.expected) << row.text;
        const std::vector<std::string> units = units_of(row.text);
        for (std::size_t cut = 1; cut < units.size(); ++cut) {
            std::string before;
            std::string after;
            for (std::size_t i = 0; i < units.size(); ++i) (i < cut ? before : after) += units[i];
            EXPECT_EQ(split({before, after}, row.tags), row.expected) << before << "|" << after;
        }
    }
}

TEST(ThinkTags, are_no_longer_looked_for_once_content_has_begun) {
    ThinkTagSplitter splitter(ThinkTags::split);
    EXPECT_FALSE(splitter.is_done());
    ThinkTagSplitter::Pieces pieces;
    splitter.split("hello", pieces);
    EXPECT_TRUE(splitter.is_done());
    EXPECT_TRUE(ThinkTagSplitter(ThinkTags::kept).is_done());
}

}  // namespace
}  // namespace parley::providers::openai_dialect
