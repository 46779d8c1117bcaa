#include "openai/fallbacks.hpp"

#include <gtest/gtest.h>

#include "openai/chat_request.hpp"

namespace parley::openai {
namespace {

/// The body that the first fallback of a request stands for.
std::string body_of(std::string_view request, std::string_view entry) {
    json::Document document;
    json::Document other;
    EXPECT_FALSE(document.parse(request)) << request;
    EXPECT_FALSE(other.parse(entry)) << entry;
    return fallback_body(document.root(), other.root());
}

bool overrides(std::string_view entry) {
    json::Document document;
    EXPECT_FALSE(document.parse(entry));
    return overrides_fields(document.root());
}

TEST(FallbackBody, inherits_what_the_entry_does_not_name) {
    EXPECT_EQ(body_of(R"({"model":"a","messages":[{"role":"user","content":"hi"}],"temperature":0.2,"my_own":[1]})", R"({"model":"b"})"),
              R"({"messages":[{"role":"user","content":"hi"}],"temperature":0.2,"my_own":[1],"model":"b"})");
}

TEST(FallbackBody, has_any_field_of_the_entry_in_the_place_of_the_requests) {
    EXPECT_EQ(body_of(R"({"model":"a","messages":[{"role":"user","content":"long"}],"seed":1,"my_own":1})",
                      R"({"model":"b","messages":[{"role":"user","content":"short"}],"my_own":{"x":2}})"),
              R"({"seed":1,"model":"b","messages":[{"role":"user","content":"short"}],"my_own":{"x":2}})");
}

TEST(FallbackBody, takes_null_for_a_field_that_is_not_to_be_inherited) {
    EXPECT_EQ(body_of(R"({"model":"a","prompt":"p","temperature":1})", R"({"model":"b","temperature":null})"),
              R"({"prompt":"p","model":"b","temperature":null})");
}

TEST(FallbackBody, keeps_the_form_of_the_answer_and_nests_no_fallbacks) {
    EXPECT_EQ(
        body_of(R"({"model":"a","prompt":"p","stream":true,"stream_options":{"include_usage":true},
                          "fallbacks":[{"model":"b"}],"fallback_config":{"depth":2}})",
                R"({"model":"b","stream":false,"stream_options":null,"fallbacks":[{"model":"c"}],"fallback_config":{"retry":false}})"),
        R"({"prompt":"p","stream":true,"stream_options":{"include_usage":true},"model":"b"})");
}

TEST(FallbackBody, drops_what_would_win_over_the_entrys_own_word) {
    const struct {
        std::string_view request, entry, body;
    } cases[] = {
        {R"({"max_completion_tokens":9})", R"({"model":"b","max_tokens":5})", R"({"model":"b","max_tokens":5})"},
        {R"({"messages":[]})", R"({"model":"b","prompt":"p"})", R"({"model":"b","prompt":"p"})"},
        {R"({"reasoning":{"effort":"high"}})", R"({"model":"b","reasoning_effort":"low"})", R"({"model":"b","reasoning_effort":"low"})"},
        {R"({"functions":[],"tool_choice":"auto"})", R"({"model":"b","tools":[],"function_call":"none"})",
         R"({"model":"b","tools":[],"function_call":"none"})"},
    };
    for (const auto& given : cases) EXPECT_EQ(body_of(given.request, given.entry), given.body);
}

TEST(FallbackBody, compares_names_unescaped) {
    EXPECT_EQ(body_of(R"({"model":"a","temp\u0065rature":1})", R"({"mod\u0065l":"b","temperature":0})"),
              R"({"mod\u0065l":"b","temperature":0})");
}

TEST(FallbackEntry, that_names_a_model_only_is_put_as_the_request_is) {
    EXPECT_FALSE(overrides(R"({"model":"b"})"));
    EXPECT_FALSE(overrides(R"({"model":"b","stream":true,"fallbacks":[]})"));
    EXPECT_TRUE(overrides(R"({"model":"b","temperature":null})"));
    EXPECT_TRUE(overrides(R"({"model":"b","unknown":1})"));
}

TEST(FallbackConfig, is_one_retry_and_one_fallback_where_nothing_is_said) {
    const struct {
        std::string_view config;
        bool retry;
        std::size_t depth;
    } cases[] = {
        {"null", true, 1},
        {"{}", true, 1},
        {R"({"retry":false})", false, 1},
        {R"({"depth":2})", true, 2},
        {R"({"depth":0,"retry":null})", true, 0},
    };
    for (const auto& given : cases) {
        const std::string body = R"({"model":"m","prompt":"p","fallback_config":)" + std::string(given.config) + "}";
        ChatRequest request;
        ASSERT_FALSE(read_chat_request(body, request)) << body;
        const FallbackConfig config = read_fallback_config(request.members);
        EXPECT_EQ(config.retry, given.retry) << body;
        EXPECT_EQ(config.depth, given.depth) << body;
    }
}

}  // namespace
}  // namespace parley::openai
