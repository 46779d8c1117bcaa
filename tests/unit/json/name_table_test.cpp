#include "json/name_table.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "json/member_table.hpp"

namespace parley::json {
namespace {

enum Name : std::size_t { model, messages, stream, ephemeral_5m, ephemeral_1h, count };
constexpr NameTable names(std::to_array<std::string_view>({"model", "messages", "stream", "ephemeral_5m_input_tokens",
                                                           "ephemeral_1h_input_tokens"}));

TEST(NameTable, every_name_has_its_place_in_the_order_given) {
    EXPECT_EQ(names.place("model"), model);
    EXPECT_EQ(names.place("messages"), messages);
    EXPECT_EQ(names.place("stream"), stream);
}

TEST(NameTable, names_that_share_length_and_the_bytes_that_are_hashed_are_told_apart) {
    EXPECT_EQ(names.place("ephemeral_5m_input_tokens"), ephemeral_5m);
    EXPECT_EQ(names.place("ephemeral_1h_input_tokens"), ephemeral_1h);
    EXPECT_EQ(names.place("ephemeral_2d_input_tokens"), count);
}

TEST(NameTable, knows_members_by_the_hash_that_reading_them_left_behind) {
    Document document;
    const std::string text = R"({"model":1,"mod\u0065l":[],"ephemeral_1h_input_tokens":2,"":3,"m":4,"messages2":5})";
    ASSERT_EQ(document.parse(text), (ParseError{ParseFault::duplicate_key, 11}));
    const std::string once = R"({"mod\u0065l":[],"ephemeral_1h_input_tokens":2,"":3,"m":4,"mod":5,"strea":6,"messages":7})";
    ASSERT_FALSE(document.parse(once));
    std::vector<std::size_t> places;
    for (const Member member : document.root().members()) places.push_back(names.place(member));
    EXPECT_EQ(places, (std::vector<std::size_t>{model, ephemeral_1h, count, count, count, count, messages}));
}

TEST(NameTable, other_names_have_no_place) {
    for (const char* other : {"", "m", "Model", "models", "mode", "strean", "message"}) EXPECT_EQ(names.place(other), count) << other;
}

struct Target {
    Value model;
    Value stream;
};
constexpr auto target_members = member_table<Target>({{"model", &Target::model}, {"stream", &Target::stream}});

TEST(MemberTable, members_land_where_their_names_say_and_the_others_stay_absent) {
    Document document;
    const std::string text = R"({"other":1,"model":"m"})";
    ASSERT_FALSE(document.parse(text));
    const Target target = target_members.read(document.root());
    EXPECT_TRUE(target.model.equals("m"));
    EXPECT_FALSE(target.stream);
}

TEST(MemberTable, an_escaped_key_is_the_name_that_it_spells) {
    Document document;
    const std::string text = R"({"mod\u0065l":1,"stre\u0062m":2})";
    ASSERT_FALSE(document.parse(text));
    const Target target = target_members.read(document.root());
    EXPECT_EQ(target.model.integer(), 1);
    EXPECT_FALSE(target.stream);
}

TEST(MemberTable, what_is_no_object_has_no_members) {
    Document document;
    const std::string text = R"(["model"])";
    ASSERT_FALSE(document.parse(text));
    EXPECT_FALSE(target_members.read(document.root()).model);
    EXPECT_FALSE(target_members.read(Value()).model);
}

}  // namespace
}  // namespace parley::json
