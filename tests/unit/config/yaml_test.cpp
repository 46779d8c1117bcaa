#include "config/yaml.hpp"

#include <gtest/gtest.h>

namespace parley::config {
namespace {

std::string fault_of(const std::string& text) {
    const YamlReading reading = read_yaml(text);
    if (!reading.fault) return "none";
    return std::to_string(reading.fault->mark.line) + ":" + std::to_string(reading.fault->mark.column) + ": " + reading.fault->message;
}

std::string nested(std::size_t levels) {
    std::string text;
    for (std::size_t i = 0; i + 1 < levels; ++i) text += std::string(i, ' ') + "a:\n";
    return text + std::string(levels - 1, ' ') + "a: 1\n";
}

TEST(Yaml, gives_every_value_its_line_and_column) {
    const YamlReading reading = read_yaml("# first\nname: [one, 'two']\nother:\n  inner: \"three\"\n");
    ASSERT_FALSE(reading.fault);
    const Node& root = reading.root;
    ASSERT_EQ(root.entries.size(), 2u);
    EXPECT_EQ(root.entries[0].mark, (Mark{2, 1}));
    const Node& list = root.entries[0].value;
    ASSERT_EQ(list.items.size(), 2u);
    EXPECT_EQ(list.mark, (Mark{2, 7}));
    EXPECT_EQ(list.items[1].scalar, "two");
    EXPECT_EQ(list.items[1].mark, (Mark{2, 13}));
    EXPECT_EQ(root.find("other")->find("inner")->mark, (Mark{4, 10}));
    EXPECT_EQ(root.find("absent"), nullptr);
}

TEST(Yaml, keeps_a_name_that_stands_twice_so_that_it_can_be_refused) {
    const YamlReading reading = read_yaml("a: 1\na: 2\n");
    ASSERT_EQ(reading.root.entries.size(), 2u);
    EXPECT_EQ(reading.root.find("a")->scalar, "1");
}

TEST(Yaml, counts_columns_behind_a_byte_order_mark_and_other_line_ends) {
    EXPECT_EQ(fault_of("\xef\xbb\xbf"
                       "a: 1\r\nb: \x01\r\n"),
              "2:4: a control character");
    EXPECT_EQ(fault_of("a: \xef\xbb\xbf"), "1:4: a control character");
}

TEST(Yaml, is_read_down_to_its_depth_and_no_further) {
    EXPECT_EQ(fault_of(nested(depth_max)), "none");
    EXPECT_EQ(fault_of(nested(depth_max + 1)), "17:17: nested too deeply");
}

TEST(Yaml, counts_the_depth_of_what_an_alias_stands_for) {
    const std::string deep = "x: &x\n  a: {b: {c: {d: {e: {f: {g: 1}}}}}}\n";  // seven levels
    EXPECT_EQ(fault_of(deep + "y: [[[[[[[[*x]]]]]]]]\n"), "none");             // 1 + 8 + 7
    EXPECT_EQ(fault_of(deep + "y: [[[[[[[[[*x]]]]]]]]]\n"), "3:13: nested too deeply");
}

TEST(Yaml, is_read_up_to_its_size_and_no_further) {
    EXPECT_EQ(fault_of("a: 1 #" + std::string(file_bytes_max - 6, 'x')), "none");
    EXPECT_EQ(fault_of("a: 1 #" + std::string(file_bytes_max - 5, 'x')), "0:0: is larger than 1MiB");
}

TEST(Yaml, is_read_up_to_its_number_of_values_and_no_further) {
    std::string list;
    for (std::size_t i = 1; i < nodes_max; ++i) list += "- x\n";  // and the list itself
    EXPECT_EQ(fault_of(list), "none");
    EXPECT_EQ(fault_of(list + "- x\n"), std::to_string(nodes_max) + ":3: holds too many values");
}

TEST(Yaml, counts_what_aliases_stand_for_each_time) {
    // Each list holds ten of the one before: 10^9 values in 300 bytes.
    std::string bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n";
    for (char name = 'b'; name < 'j'; ++name) {
        const std::string before = "*" + std::string(1, static_cast<char>(name - 1));
        bomb += std::string(1, name) + ": &" + std::string(1, name) + " [" + before;
        for (int i = 1; i < 10; ++i) bomb += ", " + before;
        bomb += "]\n";
    }
    EXPECT_NE(fault_of(bomb).find("holds too many values"), std::string::npos);

    std::string copies = "- &a \"" + std::string(tree_bytes_max / 8, 'x') + "\"\n";
    for (int i = 1; i < 8; ++i) copies += "- *a\n";
    EXPECT_EQ(fault_of(copies), "none");
    EXPECT_EQ(fault_of(copies + "- y\n"), "9:3: holds too many values");
}

TEST(Yaml, survives_every_kind_of_repetition) {
    for (const std::string piece : {"[",   "{",   "- ",   "? ",      "a: ", "&a ",    "!a ", "*a ", "\"", "'",        "%",   "|\n", "---\n",
                                    ":\n", "[a,", "{a: ", "{\"a\":", "a\n", "- &x\n", ", ",  "]",   "}",  "<<: *a\n", "[:]", "\\"}) {
        std::string text;
        while (text.size() < 64 * 1024) text += piece;
        const YamlReading reading = read_yaml(text);
        EXPECT_NE(reading.fault.has_value(), reading.root.kind != Node::Kind::nothing) << piece;
    }
}

}  // namespace
}  // namespace parley::config
