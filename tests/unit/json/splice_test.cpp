#include "json/splice.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace parley::json {
namespace {

// The text after `edit` has noted its edits, joined; checked to be what the slices say, and JSON.
template <class Edit>
std::string spliced(const std::string& text, Edit edit) {
    Document document;
    EXPECT_FALSE(document.parse(text)) << text;
    Splice splice(document);
    edit(splice, document.root());
    std::string from_slices;
    for (const std::string_view slice : splice.slices()) {
        EXPECT_FALSE(slice.empty());
        from_slices += slice;
    }
    const std::string joined = splice.join();
    EXPECT_EQ(joined, from_slices);
    Document again;
    const ParseError error = again.parse(joined);
    EXPECT_FALSE(error) << joined << ": " << describe(error);
    return joined;
}

std::string without(const std::string& text, const std::vector<std::string>& names) {
    return spliced(text, [&names](Splice& splice, Value) {
        for (const std::string& name : names) EXPECT_TRUE(splice.remove(name));
    });
}

TEST(Splice, of_nothing_is_the_text_itself) {
    for (const std::string text : {"{}", " { \"a\" : 1 } \n", "[1, 2]", "1e999", "\"\\u0041\""}) {
        Document document;
        ASSERT_FALSE(document.parse(text));
        const Splice splice(document);
        EXPECT_EQ(splice.join(), text);
        ASSERT_EQ(splice.slices().size(), 1u);
        EXPECT_EQ(splice.slices()[0].data(), text.data());  // not a copy
    }
}

TEST(Splice, replaces_a_value_and_leaves_every_other_byte) {
    const std::string text = " { \"model\" : \"a\" ,\n\t\"n\":123456789012345678901, \"s\" : \"\\u0041\" } ";
    EXPECT_EQ(spliced(text, [](Splice& splice, Value) { EXPECT_TRUE(splice.replace("model", "\"b\"")); }),
              " { \"model\" : \"b\" ,\n\t\"n\":123456789012345678901, \"s\" : \"\\u0041\" } ");
    EXPECT_EQ(spliced(text, [](Splice& splice, Value) { EXPECT_TRUE(splice.replace("s", "{}")); }),
              " { \"model\" : \"a\" ,\n\t\"n\":123456789012345678901, \"s\" : {} } ");
}

TEST(Splice, removes_a_member_of_an_object_within) {
    const auto without_x = [](const std::string& text) {
        return spliced(text, [](Splice& splice, Value root) {
            const Value list = root.find("list");
            for (const Value element : list.elements()) EXPECT_EQ(splice.remove_from(element, "x"), bool(element.find("x")));
            splice.set("added", "1");
        });
    };
    EXPECT_EQ(without_x(R"({"list":[{"x":1},{ "x" : 1 , "y":2},{"y":2 , "x":1},{"y":2,"x":{},"z":3},{"y":2},{}]})"),
              R"({"list":[{},{ "y":2},{"y":2},{"y":2,"z":3},{"y":2},{}],"added":1})");
    EXPECT_EQ(without_x(R"({"list":[{"y":2,"x":1}]})"), R"({"list":[{"y":2}],"added":1})");
}

TEST(Splice, removes_several_members_of_an_object_within) {
    const auto without_x_and_y = [](const std::string& text) {
        return spliced(text, [](Splice& splice, Value root) {
            for (const Value element : root.elements())
                EXPECT_EQ(splice.remove_from(element, {"x", "y"}), bool(element.find("x")) || bool(element.find("y")));
        });
    };
    EXPECT_EQ(
        without_x_and_y(R"([{"x":1,"y":2},{"x":1,"y":2,"a":3},{"a":3,"y":2,"x":1},{"x":1,"a":3,"y":2},{"a":3,"x":1,"b":4,"y":2,"c":5}])"),
        R"([{},{"a":3},{"a":3},{"a":3},{"a":3,"b":4,"c":5}])");
    EXPECT_EQ(without_x_and_y(R"([{ "y" : 1 , "b":2 , "x":3 },{"b":2},{}])"), R"([{ "b":2 },{"b":2},{}])");
}

TEST(Splice, adds_a_member_to_an_object_within) {
    const auto with_x = [](const std::string& text, bool without_y) {
        return spliced(text, [&](Splice& splice, Value root) {
            for (const Value element : root.elements()) {
                if (without_y) splice.remove_from(element, "y");
                splice.append_to(element, "x", "true");
            }
        });
    };
    EXPECT_EQ(with_x(R"([{"a":1},{ "a" : {} } ])", false), R"([{"a":1,"x":true},{ "a" : {} ,"x":true} ])");
    EXPECT_EQ(with_x(R"([{"a":1,"y":2},{"y":2,"a":1}])", true), R"([{"a":1,"x":true},{"a":1,"x":true}])");
}

TEST(Splice, replaces_beside_what_it_removes_within) {
    EXPECT_EQ(spliced(R"([{"role":"a","x":1,"content":"b"}])",
                      [](Splice& splice, Value root) {
                          const Value message = *root.elements().begin();
                          splice.replace(message.find("content"), "\"c\"");
                          splice.remove_from(message, "x");
                          splice.replace(message.find("role"), "\"d\"");
                      }),
              R"([{"role":"d","content":"c"}])");
}

TEST(Splice, finds_members_by_their_unescaped_names) {
    EXPECT_EQ(spliced(R"({"mod\u0065l":"a"})", [](Splice& splice, Value) { splice.replace("model", "1"); }), R"({"mod\u0065l":1})");
    EXPECT_EQ(without(R"({"mod\u0065l":"a","b":1})", {"model"}), R"({"b":1})");
}

TEST(Splice, says_when_there_is_no_such_member) {
    EXPECT_EQ(spliced(R"({"a":{"b":1}})",
                      [](Splice& splice, Value) {
                          EXPECT_FALSE(splice.replace("b", "2"));
                          EXPECT_FALSE(splice.remove("b"));
                      }),
              R"({"a":{"b":1}})");
}

TEST(Splice, removes_members_with_their_commas) {
    struct Row {
        std::vector<std::string> names;
        std::string left;
    };
    const std::vector<Row> rows = {
        {{"a"}, R"({ "b":2 , "c":3 , "d":4 })"}, {{"b"}, R"({ "a":1 , "c":3 , "d":4 })"}, {{"d"}, R"({ "a":1 , "b":2 , "c":3 })"},
        {{"a", "b"}, R"({ "c":3 , "d":4 })"},    {{"b", "c"}, R"({ "a":1 , "d":4 })"},    {{"c", "d"}, R"({ "a":1 , "b":2 })"},
        {{"a", "c"}, R"({ "b":2 , "d":4 })"},    {{"b", "d"}, R"({ "a":1 , "c":3 })"},    {{"a", "d"}, R"({ "b":2 , "c":3 })"},
        {{"d", "a", "b"}, R"({ "c":3 })"},       {{"b", "c", "d"}, R"({ "a":1 })"},       {{"a", "b", "c", "d"}, "{  }"},
    };
    const std::string text = R"({ "a":1 , "b":2 , "c":3 , "d":4 })";
    for (const auto& [names, left] : rows) EXPECT_EQ(without(text, names), left);
    EXPECT_EQ(without(R"({"a":1})", {"a"}), "{}");
}

TEST(Splice, appends_members_at_the_end) {
    const auto append_two = [](Splice& splice, Value) {
        splice.append("x", "[1]");
        splice.append("y", "null");
    };
    EXPECT_EQ(spliced("{}", append_two), R"({"x":[1],"y":null})");
    EXPECT_EQ(spliced(" { } ", append_two), R"( {"x":[1],"y":null } )");
    EXPECT_EQ(spliced(R"({"a":1})", append_two), R"({"a":1,"x":[1],"y":null})");
    EXPECT_EQ(spliced("{\"a\":1\n}", append_two), "{\"a\":1,\"x\":[1],\"y\":null\n}");
}

TEST(Splice, escapes_the_name_of_an_appended_member) {
    EXPECT_EQ(spliced("{}", [](Splice& splice, Value) { splice.append("a\"\n", "1"); }), R"({"a\"\n":1})");
}

TEST(Splice, sets_a_member_that_is_there_and_one_that_is_not) {
    const auto set = [](Splice& splice, Value) { splice.set("stream", "true"); };
    EXPECT_EQ(spliced(R"({"stream":false,"n":1})", set), R"({"stream":true,"n":1})");
    EXPECT_EQ(spliced(R"({"n":1})", set), R"({"n":1,"stream":true})");
}

TEST(Splice, may_append_what_it_removed) {
    EXPECT_EQ(spliced(R"({"a":1,"b":2})",
                      [](Splice& splice, Value) {
                          EXPECT_TRUE(splice.remove("a"));
                          EXPECT_FALSE(splice.remove("a"));
                          splice.set("a", "3");
                      }),
              R"({"b":2,"a":3})");
}

TEST(Splice, replaces_values_however_deep_in_any_order) {
    const std::string text = R"({"messages":[{"role":"user","content":"hi"},{"role":"user","content":["x"]}],"n":1})";
    EXPECT_EQ(spliced(text,
                      [](Splice& splice, Value root) {
                          splice.replace("n", "2");
                          std::vector<Value> contents;
                          for (const Value message : root.find("messages").elements()) {
                              contents.push_back(message.find("content"));
                          }
                          splice.replace(contents[1], "\"second\"");
                          splice.replace(contents[0], "\"first\"");
                      }),
              R"({"messages":[{"role":"user","content":"first"},{"role":"user","content":"second"}],"n":2})");
}

TEST(Splice, replaces_inside_an_array_and_the_root_itself) {
    EXPECT_EQ(spliced("[1,2,3]", [](Splice& splice, Value root) { splice.replace(*++root.elements().begin(), "[]"); }), "[1,[],3]");
    EXPECT_EQ(spliced(" 1 ", [](Splice& splice, Value root) { splice.replace(root, "{}"); }), " {} ");
}

// Every member is kept, removed or replaced, in every combination, and nothing or something is appended.
TEST(Splice, does_all_of_it_at_every_position) {
    const std::vector<std::string> names = {"a", "b", "c", "d", "e"};
    const std::string text = R"({"a":0,"b":1,"c":2,"d":3,"e":4})";
    for (int combination = 0; combination < 3 * 3 * 3 * 3 * 3 * 2; ++combination) {
        std::string expected;
        const auto expect = [&expected](const std::string& name, const std::string& json) {
            expected += (expected.empty() ? "\"" : ",\"") + name + "\":" + json;
        };
        const std::string joined = spliced(text, [&](Splice& splice, Value) {
            int choices = combination / 2;
            for (std::size_t at = 0; at < names.size(); ++at, choices /= 3) {
                if (choices % 3 == 0) {
                    expect(names[at], std::to_string(at));
                } else if (choices % 3 == 1) {
                    EXPECT_TRUE(splice.replace(names[at], "\"new\""));
                    expect(names[at], "\"new\"");
                } else {
                    EXPECT_TRUE(splice.remove(names[at]));
                }
            }
            if (combination % 2 == 1) {
                splice.append("z", "[]");
                expect("z", "[]");
            }
        });
        EXPECT_EQ(joined, "{" + expected + "}");
    }
}

using SpliceDeathTest = ::testing::Test;

TEST(SpliceDeathTest, edits_that_overlap_are_a_mistake_of_ours) {
    const std::string text = R"({"a":{"b":1},"c":2})";
    Document document;
    ASSERT_FALSE(document.parse(text));
    const auto join = [&document](auto edit) {
        Splice splice(document);
        edit(splice);
        return splice.join();
    };
    const Value inner = document.root().find("a").find("b");
    EXPECT_DEATH(join([&](Splice& splice) { splice.replace("a", "1"), splice.replace("a", "2"); }), "edit.begin >= at");
    EXPECT_DEATH(join([&](Splice& splice) { splice.replace("a", "1"), splice.replace(inner, "2"); }), "edit.begin >= at");
    EXPECT_DEATH(join([&](Splice& splice) { splice.remove("a"), splice.replace(inner, "2"); }), "edit.begin >= at");
    EXPECT_DEATH(join([&](Splice& splice) { splice.append("a", "1"); }), "find");
    EXPECT_DEATH(join([&](Splice& splice) { splice.append("z", "1"), splice.append("z", "1"); }), "appended_");
}

}  // namespace
}  // namespace parley::json
