#include "openai/chat_request.hpp"

#include <gtest/gtest.h>

#include "openai/message_check.hpp"
#include "openai/request_echo.hpp"
#include "unit/openai/request_bodies.hpp"

namespace parley::openai {
namespace {

using tests::one_message;
using tests::problems_of;
using tests::with;

struct Refusal {
    std::string body;
    std::string problem;
};

class RefusedBody : public testing::TestWithParam<Refusal> {};

TEST_P(RefusedBody, names_the_field) { EXPECT_EQ(problems_of(GetParam().body), std::vector<std::string>{GetParam().problem}); }

INSTANTIATE_TEST_SUITE_P(
    Table, RefusedBody,
    testing::Values(
        Refusal{"null", "request body must be a JSON object"}, Refusal{"[]", "request body must be a JSON object"},
        Refusal{"3", "request body must be a JSON object"}, Refusal{"\"x\"", "request body must be a JSON object"},
        Refusal{"{" + std::string(one_message) + "}", "model is required"},
        Refusal{R"({"model":null,)" + std::string(one_message) + "}", "model is required"},
        Refusal{R"({"model":"",)" + std::string(one_message) + "}", "model is required"},
        Refusal{R"({"model":7,)" + std::string(one_message) + "}", "model must be a string"},
        Refusal{R"({"model":"m"})", "one of messages or prompt required"},
        Refusal{R"({"model":"m","messages":[]})", "one of messages or prompt required"},
        Refusal{R"({"model":"m","messages":null,"prompt":""})", "one of messages or prompt required"},
        Refusal{R"({"model":"m","messages":"hi"})", "messages must be an array"},
        Refusal{R"({"model":"m","messages":{}})", "messages must be an array"},
        Refusal{R"({"model":"m","prompt":["hi"]})", "prompt must be a string"}, Refusal{with(R"(,"prompt":1)"), "prompt must be a string"},
        Refusal{R"({"model":"m","messages":["hi"]})", "messages[0] must be an object"},
        Refusal{R"({"model":"m","messages":[{"role":"user"},{"content":"x"}]})", "messages[1].role is required"},
        Refusal{R"({"model":"m","messages":[{"role":3}]})", "messages[0].role must be a string"},
        Refusal{R"({"model":"m","messages":[{"role":"user","content":3}]})", "messages[0].content must be a string or an array"},
        Refusal{R"({"model":"m","messages":[{"role":"user","content":["x"]}]})", "messages[0].content[0] must be an object"},
        Refusal{R"({"model":"m","messages":[{"role":"user","content":[{"text":"x"}]}]})", "messages[0].content[0].type must be a string"},
        Refusal{R"({"model":"m","messages":[{"role":"user","content":[{"type":"text","text":1}]}]})",
                "messages[0].content[0].text must be a string"},
        Refusal{R"({"model":"m","messages":[{"role":"tool","content":"x"}]})", "messages[0].tool_call_id is required"},
        Refusal{R"({"model":"m","messages":[{"type":"function_call","name":"f"}]})", "messages[0].tool_call_id is required"},
        Refusal{R"({"model":"m","messages":[{"type":"function_call","call_id":"c"}]})", "messages[0].name is required"},
        Refusal{R"({"model":"m","messages":[{"type":"message"}]})", "messages[0].role is required"},
        Refusal{with(R"(,"max_tokens":"5")"), "max_tokens must be an integer"},
        Refusal{with(R"(,"max_tokens":1.5)"), "max_tokens must be an integer"},
        Refusal{with(R"(,"max_tokens":1e999)"), "max_tokens must be an integer"},
        Refusal{with(R"(,"max_tokens":12345678901234567890123)"), "max_tokens must be an integer"},
        Refusal{with(R"(,"max_tokens":0)"), "max_tokens must be at least 1"},
        Refusal{with(R"(,"max_completion_tokens":-1)"), "max_completion_tokens must be at least 1"},
        Refusal{with(R"(,"temperature":"warm")"), "temperature must be a number"},
        Refusal{with(R"(,"temperature":2.01)"), "temperature must be between 0 and 2"},
        Refusal{with(R"(,"temperature":-0.1)"), "temperature must be between 0 and 2"}, Refusal{with(R"(,"n":2)"), "n must be 1"},
        Refusal{with(R"(,"n":0)"), "n must be 1"}, Refusal{with(R"(,"n":"1")"), "n must be an integer"},
        Refusal{with(R"(,"stream":"true")"), "stream must be a boolean"}, Refusal{with(R"(,"stream":1)"), "stream must be a boolean"},
        Refusal{with(R"(,"stream":true,"stream_options":[])"), "stream_options must be an object"},
        Refusal{with(R"(,"stream":true,"stream_options":{"include_usage":1})"), "stream_options.include_usage must be a boolean"},
        Refusal{with(R"(,"stream_options":{})"), "stream_options is allowed only when stream is true"},
        Refusal{with(R"(,"stream":false,"stream_options":{"include_usage":true})"), "stream_options is allowed only when stream is true"},
        Refusal{with(R"(,"transcript_id":7)"), "transcript_id must be a string"},
        Refusal{with(R"(,"transcript":[])"), "transcript must be an object"},
        Refusal{with(R"(,"transcript":{},"transcript_id":"t")"), "transcript cannot stand beside transcript_id"},
        Refusal{with(R"(,"transcript_format":"html")"), "transcript_format must be text, speakers, speakers_timestamps or json"},
        Refusal{with(R"(,"cite":"yes")"), "cite must be a boolean"},
        Refusal{with(R"(,"transcript_window":"whole")"), "transcript_window must be error, tail, head_tail or map"},
        Refusal{with(R"(,"fallbacks":{})"), "fallbacks must be an array"},
        Refusal{with(R"(,"fallbacks":["n"])"), "fallbacks must hold objects"},
        Refusal{with(R"(,"fallbacks":[{"max_tokens":5}])"), "fallback model is required"},
        Refusal{with(R"(,"fallbacks":[{"model":""}])"), "fallback model is required"},
        Refusal{with(R"(,"fallbacks":[{"model":"n"}],"fallback_config":{"depth":3})"), "fallback_config depth cannot be greater than 2"},
        Refusal{with(R"(,"fallback_config":[])"), "fallback_config must be an object"},
        Refusal{with(R"(,"fallback_config":{"depth":3})"), "fallback_config depth cannot be greater than 2"},
        Refusal{with(R"(,"fallback_config":{"depth":-1})"), "fallback_config depth must be at least 0"},
        Refusal{with(R"(,"fallback_config":{"depth":"1"})"), "fallback_config depth must be an integer"},
        Refusal{with(R"(,"fallback_config":{"resume":1})"), "fallback_config resume must be a boolean"},
        Refusal{with(R"(,"post_processing_steps":[{"type":"translate"}])"), "post_processing_steps type \"translate\" is not supported"},
        Refusal{with(R"(,"post_processing_steps":["json-repair"])"), "post_processing_steps must hold objects with a type"},
        Refusal{with(R"(,"post_processing_steps":[{"type":"json-repair","mode":"fast"}])"),
                "post_processing_steps mode must be buffer or stream"},
        Refusal{with(R"(,"model_region":"us")"), "model_region can only be set to global"},
        Refusal{with(R"(,"model_region":1)"), "model_region can only be set to global"},
        Refusal{with(R"(,"zero_data_retention":1)"), "zero_data_retention must be a boolean"},
        Refusal{with(R"(,"fallback_config":{"retry":"no"})"), "fallback_config retry must be a boolean"}));

TEST(ChatRequest, is_not_refused_for_a_field_of_later_that_asks_for_nothing) {
    for (const std::string_view members :
         {R"(,"fallbacks":[])", R"(,"fallbacks":[{"model":"n"}])", R"(,"zero_data_retention":true)", R"(,"post_processing_steps":[])",
          R"(,"transcript_id":null)", R"(,"fallback_config":{"retry":true})", R"(,"fallback_config":{"depth":2})",
          R"(,"model_region":"global")", R"(,"zero_data_retention":false)"}) {
        EXPECT_TRUE(problems_of(with(members)).empty()) << members;
    }
}

TEST(ChatRequest, asks_for_its_answer_to_be_mended) {
    const auto wanted = [](const std::string& members) {
        const std::string body = with(members);
        ChatRequest request;
        EXPECT_FALSE(read_chat_request(body, request)) << body;
        return request.post_processing;
    };
    using Steps = std::vector<StepKind>;
    EXPECT_EQ(wanted("").steps, Steps{});
    EXPECT_FALSE(wanted("").keeps_answer());
    EXPECT_EQ(wanted(R"(,"post_processing_steps":[{"type":"json-repair"}])").steps, Steps{StepKind::json_repair});
    EXPECT_EQ(wanted(R"(,"post_processing_steps":[{"type":"json-repair"},{"type":"json-repair"},{"type":"schema-guard"}])").steps,
              (Steps{StepKind::json_repair, StepKind::schema_guard}));
    EXPECT_FALSE(wanted(R"(,"post_processing_steps":[{"type":"json-repair","mode":"stream"}])").keeps_answer());
    EXPECT_TRUE(wanted(R"(,"post_processing_steps":[{"type":"json-repair","mode":"stream"},{"type":"schema-guard"}])").keeps_answer());
    EXPECT_EQ(wanted(R"(,"post_processing_steps":[{"type":"json-repair"},{"type":"json-repair"}])").pace, RepairPace::buffered);
    EXPECT_EQ(wanted(R"(,"post_processing_steps":[{"type":"json-repair","mode":"stream"}])").pace, RepairPace::streamed);
}

TEST(ChatRequest, is_refused_with_the_place_where_it_stops_being_json) {
    for (const std::string body : {"", "{\"model\":\"m\",}", "{'model':1}", "{\"model\":\"\\ud800\"}", "{} {}",
                                   "{\"model\":\"m\",\"mode\\u006c\":\"n\"}", "{\"a\":NaN}", "\xff\xfe{}"}) {
        const std::vector<std::string> problems = problems_of(body);
        ASSERT_EQ(problems.size(), 1u) << body;
        EXPECT_TRUE(problems.front().starts_with("request body is not valid JSON: ")) << problems.front();
    }
    EXPECT_NE(problems_of("{\"model\":\"m\",}").front().find("at byte 13"), std::string::npos);
}

TEST(ChatRequest, has_a_model_id_up_to_the_limit_and_not_a_byte_more) {
    const auto with_model = [](std::size_t bytes) {
        return R"({"model":")" + std::string(bytes, 'm') + R"(",)" + std::string(one_message) + "}";
    };
    EXPECT_TRUE(problems_of(with_model(model_id_bytes_max)).empty());
    EXPECT_EQ(problems_of(with_model(model_id_bytes_max + 1)), std::vector<std::string>{"model must be at most 256 bytes long"});
}

TEST(ChatRequest, names_all_its_problems_in_one_order) {
    EXPECT_EQ(problems_of(R"({"stream":1,"temperature":3,"max_tokens":0,"messages":[{}],"n":5})"),
              (std::vector<std::string>{"model is required", "messages[0].role is required", "max_tokens must be at least 1",
                                        "temperature must be between 0 and 2", "n must be 1", "stream must be a boolean"}));
}

struct Blame {
    std::string body;
    std::string_view param;  // empty: several fields, or none
};

TEST(ChatRequest, blames_the_one_field_that_is_wrong) {
    for (const auto& [body, param] : {
             Blame{with(R"(,"temperature":3)"), "temperature"},
             Blame{R"({"model":7,)" + std::string(one_message) + "}", "model"},
             Blame{R"({"model":"m"})", "messages"},
             Blame{R"({"model":"m","messages":[{"role":"user"},{"content":"x"}]})", "messages[1].role"},
             Blame{R"({"model":"m","messages":[{"role":"user","content":[{"type":"text","text":1}]}]})", "messages[0].content[0].text"},
             Blame{with(R"(,"response_format":{"type":"json_schema","json_schema":{}})"), "response_format"},
             Blame{with(R"(,"stream_options":{})"), "stream_options"},
             Blame{with(R"(,"tools":[{"type":"function","function":{}}])"), "tools[0].function.name"},
             Blame{with(R"(,"fallbacks":[{"max_tokens":5}])"), "fallbacks"},
             Blame{with(R"(,"fallback_config":{"depth":3})"), "fallback_config.depth"},
             Blame{with(R"(,"fallback_config":{"retry":"no"})"), "fallback_config.retry"},
             Blame{with(R"(,"temperature":3,"n":2)"), ""},
             Blame{with(R"(,"temperature":3,"n":2,"seed":"x")"), ""},
             Blame{"[]", ""},
             Blame{"{", ""},
         }) {
        ChatRequest request;
        const std::optional<Error> error = read_chat_request(body, request);
        ASSERT_TRUE(error) << body;
        EXPECT_EQ(error->param, param) << body;
    }
}

TEST(ChatRequest, stops_counting_problems_at_the_limit) {
    std::string many = R"({"model":"m","messages":[1)";
    for (int i = 0; i < 100; ++i) many += ",1";
    many += "]}";
    EXPECT_EQ(problems_of(many).size(), Problems::problems_max);
}

TEST(ChatRequest, holds_as_many_messages_as_the_limit_and_not_one_more) {
    std::string body = R"({"model":"m","messages":[{"role":"user"})";
    for (std::size_t i = 1; i < messages_max; ++i) body += R"(,{"role":"user"})";
    EXPECT_TRUE(problems_of(body + "]}").empty());
    EXPECT_EQ(problems_of(body + R"(,{"role":"user"}]})"), std::vector<std::string>{"messages must hold at most 16384 entries"});
}

TEST(ChatRequest, reads_what_the_gateway_needs) {
    const std::string body = R"({"model":"gpt\u002d5","messages":[{"role":"user","content":[{"type":"text","text":"hi"}]},)"
                             R"({"role":"assistant","content":null}],"stream":true,"stream_options":{"include_usage":true},)"
                             R"("max_tokens":20,"temperature":2,"n":1,"tools":[],"tool_choice":"auto"})";
    ChatRequest request;
    ASSERT_FALSE(read_chat_request(body, request));
    EXPECT_EQ(request.model, "gpt-5");
    EXPECT_TRUE(request.stream);
    EXPECT_TRUE(request.include_usage);
    EXPECT_EQ(request.max_tokens, 20);
    EXPECT_EQ(request.messages.size(), 2u);
    EXPECT_FALSE(request.prompt);
    EXPECT_EQ(request.temperature.raw(), "2");
    EXPECT_TRUE(request.tools);
    EXPECT_TRUE(request.tool_choice.equals("auto"));
}

TEST(ChatRequest, takes_null_for_absent) {
    const std::string body = with(R"(,"prompt":null,"max_tokens":null,"max_completion_tokens":null,"temperature":null,)"
                                  R"("n":null,"stream":null,"stream_options":null,"tools":null,"tool_choice":null)");
    ChatRequest request;
    ASSERT_FALSE(read_chat_request(body, request));
    EXPECT_FALSE(request.stream);
    EXPECT_FALSE(request.max_tokens);
    EXPECT_FALSE(request.temperature || request.tools || request.tool_choice || request.stream_options);
}

TEST(ChatRequest, prefers_messages_to_a_prompt_and_the_newer_limit_to_the_older) {
    const std::string body = with(R"(,"prompt":"x","max_tokens":10,"max_completion_tokens":30)");
    ChatRequest request;
    ASSERT_FALSE(read_chat_request(body, request));
    EXPECT_FALSE(request.prompt);
    EXPECT_EQ(request.max_tokens, 30);
}

TEST(ChatRequest, takes_a_prompt_in_the_place_of_messages) {
    const std::string body = R"({"model":"m","prompt":"say \"hi\"","messages":[]})";
    ChatRequest request;
    ASSERT_FALSE(read_chat_request(body, request));
    EXPECT_FALSE(request.messages);
    EXPECT_EQ(request.prompt.string(), "say \"hi\"");
}

TEST(ChatRequest, accepts_the_edges_of_every_range) {
    for (const std::string_view members : {R"(,"temperature":0)", R"(,"temperature":2.0)", R"(,"max_tokens":1)", R"(,"stream":false)",
                                           R"(,"max_tokens":9223372036854775807)"}) {
        EXPECT_TRUE(problems_of(with(members)).empty()) << members;
    }
}

std::string echo_of(const std::string& body) {
    ChatRequest request;
    EXPECT_FALSE(read_chat_request(body, request));
    std::string echo;
    append_request_echo(echo, request, "answered");
    return echo;
}

TEST(RequestEcho, shows_what_was_sent_and_no_message) {
    EXPECT_EQ(echo_of(with(R"(,"max_tokens":7,"temperature":0.20,"tools":[],"tool_choice":"none","top_p":1)")),
              R"({"model":"answered","max_tokens":7,"temperature":0.20,"tools":[],"tool_choice":"none"})");
}

TEST(RequestEcho, shows_the_default_limit) { EXPECT_EQ(echo_of(with("")), R"({"model":"answered","max_tokens":1000})"); }

}  // namespace
}  // namespace parley::openai
