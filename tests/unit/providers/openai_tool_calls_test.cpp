#include "providers/openai/tool_calls.hpp"

#include <gtest/gtest.h>

#include "unit/providers/recording_sink.hpp"

namespace parley::providers::openai_dialect {
namespace {

class OpenAiToolCalls : public testing::Test {
  protected:
    bool read(std::string_view deltas) {
        json::Document document;
        EXPECT_FALSE(document.parse(deltas, {.depth_max = 64, .allow_lone_surrogates = true})) << deltas;
        return calls.read(document.root(), 1, sink);
    }
    std::string taken() { return std::exchange(sink.lines, std::string()); }

    ToolCalls calls;
    tests::RecordingSink sink;
};

TEST_F(OpenAiToolCalls, take_stubs_and_nulls_for_noise) {
    for (const std::string_view noise :
         {"null", "[]", "[{}]", R"([{"index":0}])", R"([{"index":0,"id":"","function":{"name":"","arguments":""}}])",
          R"([{"function":{"name":null,"arguments":null}}])"}) {
        EXPECT_TRUE(read(noise)) << noise;
    }
    EXPECT_EQ(taken(), "");
    EXPECT_FALSE(calls.any());
    EXPECT_TRUE(calls.end(sink));
}

TEST_F(OpenAiToolCalls, are_numbered_in_order_whatever_the_host_says) {
    EXPECT_TRUE(read(R"([{"index":7,"id":"a","function":{"name":"f"}}])"));
    EXPECT_TRUE(read(R"([{"index":3,"id":"b","function":{"name":"g"}}])"));
    EXPECT_TRUE(read(R"([{"index":7,"function":{"arguments":"1"}}])"));
    EXPECT_EQ(taken(), "tool_start 0 a f\ntool_start 1 b g\ntool_args 0 1\n");
}

TEST_F(OpenAiToolCalls, without_an_index_are_found_by_id) {
    EXPECT_TRUE(read(R"([{"id":"a","function":{"name":"f"}},{"id":"b","function":{"name":"g"}}])"));
    EXPECT_TRUE(read(R"([{"id":"a","function":{"arguments":"1"}},{"function":{"arguments":"2"}}])"));
    EXPECT_EQ(taken(), "tool_start 0 a f\ntool_start 1 b g\ntool_args 0 1\ntool_args 1 2\n");
}

TEST_F(OpenAiToolCalls, under_one_index_are_told_apart_by_id) {
    EXPECT_TRUE(read(R"([{"index":0,"id":"a","function":{"name":"f"}},{"index":0,"id":"b","function":{"name":"f"}}])"));
    EXPECT_TRUE(read(R"([{"index":0,"function":{"arguments":"2"}},{"index":0,"id":"a","function":{"arguments":"1"}}])"));
    EXPECT_EQ(taken(), "tool_start 0 a f\ntool_start 1 b f\ntool_args 1 2\ntool_args 0 1\n");
}

TEST_F(OpenAiToolCalls, without_ids_are_told_apart_by_name) {
    EXPECT_TRUE(read(R"([{"index":0,"function":{"name":"f","arguments":"1"}}])"));
    EXPECT_TRUE(read(R"([{"index":0,"function":{"name":"g","arguments":"2"}}])"));
    const std::string events = taken();
    EXPECT_NE(events.find(" f\ntool_args 0 1\n"), std::string::npos) << events;
    EXPECT_NE(events.find(" g\ntool_args 1 2\n"), std::string::npos) << events;
}

TEST_F(OpenAiToolCalls, keep_their_id_and_name_when_a_host_repeats_or_empties_them) {
    EXPECT_TRUE(read(R"([{"index":0,"id":"a","function":{"name":"f"}}])"));
    EXPECT_TRUE(read(R"([{"index":0,"id":"a","function":{"name":"f","arguments":"1"}}])"));
    EXPECT_TRUE(read(R"([{"index":0,"id":"","function":{"name":"","arguments":"2"}}])"));
    EXPECT_EQ(taken(), "tool_start 0 a f\ntool_args 0 1\ntool_args 0 2\n");
}

TEST_F(OpenAiToolCalls, begin_when_their_name_is_known) {
    EXPECT_TRUE(read(R"([{"index":0,"id":"a","function":{"arguments":"1"}}])"));
    EXPECT_EQ(taken(), "");
    EXPECT_TRUE(read(R"([{"index":0,"function":{"name":"f","arguments":"2"}}])"));
    EXPECT_EQ(taken(), "tool_start 0 a f\ntool_args 0 1\ntool_args 0 2\n");
    EXPECT_TRUE(calls.end(sink));
    EXPECT_EQ(taken(), "tool_end 0\n");
}

TEST_F(OpenAiToolCalls, without_a_name_do_not_end_well) {
    EXPECT_TRUE(read(R"([{"index":0,"id":"a","function":{"arguments":"1"}}])"));
    EXPECT_FALSE(calls.end(sink));
    EXPECT_EQ(taken(), "");
}

TEST_F(OpenAiToolCalls, take_arguments_that_are_an_object_as_compact_json) {
    EXPECT_TRUE(read("[{\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":{\"q\" : \"a \\\"b\\\"\",\n\"n\":[1, 2]}}}]"));
    EXPECT_EQ(taken(), "tool_start 0 a f\ntool_args 0 {\\\"q\\\":\\\"a \\\\\\\"b\\\\\\\"\\\",\\\"n\\\":[1,2]}\n");
}

TEST_F(OpenAiToolCalls, join_a_character_cut_between_two_deltas) {
    EXPECT_TRUE(read(R"([{"index":0,"id":"a","function":{"name":"f","arguments":"x\ud83d"}}])"));
    EXPECT_TRUE(read(R"([{"index":0,"function":{"arguments":"\ude00"}}])"));
    EXPECT_EQ(taken(), "tool_start 0 a f\ntool_args 0 x\ntool_args 0 \\ud83d\\ude00\n");
}

TEST_F(OpenAiToolCalls, get_ids_of_their_own_where_the_host_gives_none) {
    const auto id_for = [](std::uint64_t seed) {
        ToolCalls calls;
        tests::RecordingSink sink;
        json::Document document;
        EXPECT_FALSE(document.parse(R"([{"function":{"name":"f"}}])"));
        EXPECT_TRUE(calls.read(document.root(), seed, sink));
        return sink.lines;
    };
    EXPECT_TRUE(id_for(1).starts_with("tool_start 0 call_"));
    EXPECT_EQ(id_for(1), id_for(1));
    EXPECT_NE(id_for(1), id_for(2));
}

TEST_F(OpenAiToolCalls, are_refused_when_they_are_no_list_of_calls) {
    for (const std::string_view wrong : {"{}", "\"x\"", "7", "[1]", "[null]", "[[]]"}) EXPECT_FALSE(read(wrong)) << wrong;
}

TEST_F(OpenAiToolCalls, are_as_many_as_the_limit_and_not_one_more) {
    for (std::size_t i = 0; i < tool_calls_max; ++i) {
        ASSERT_TRUE(read(R"([{"id":")" + std::to_string(i) + R"(","function":{"name":"f"}}])"));
    }
    EXPECT_FALSE(read(R"([{"id":"more","function":{"name":"f"}}])"));
}

TEST_F(OpenAiToolCalls, hold_arguments_back_up_to_the_limit) {
    const std::string half(held_arguments_bytes_max / 2, '1');
    const std::string delta = R"([{"index":0,"id":"a","function":{"arguments":")" + half + R"("}}])";
    EXPECT_TRUE(read(delta));
    EXPECT_TRUE(read(delta));
    EXPECT_FALSE(read(R"([{"index":0,"function":{"arguments":"1"}}])"));
}

}  // namespace
}  // namespace parley::providers::openai_dialect
