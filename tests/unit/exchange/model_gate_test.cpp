#include "exchange/model_gate.hpp"

#include <gtest/gtest.h>

namespace parley::exchange {
namespace {

using catalog::Modality;
using catalog::Parameter;
using Problems = std::vector<std::string>;

std::string body_with(const std::string& members, const std::string& messages = R"([{"role":"user","content":"x"}])") {
    return R"({"model":"m","messages":)" + messages + members + "}";
}

Problems problems_of(const catalog::Model& model, const std::string& body) {
    openai::ChatRequest request;
    EXPECT_FALSE(openai::read_chat_request(body, request)) << body;
    return unsupported(request, model).take();
}

bool is_too_long(const catalog::Model& model, const std::string& members) {
    const std::string body = body_with(members);
    openai::ChatRequest request;
    EXPECT_FALSE(openai::read_chat_request(body, request)) << body;
    return exceeds_context(request, model);
}

catalog::Model model_with(catalog::ParameterSet parameters) {
    catalog::Model model;
    model.id = "m";
    model.supported_parameters = parameters;
    return model;
}

/// A request for each parameter that is looked at, in every spelling.
struct Row {
    std::string_view name;
    std::string members;
};
const std::vector<Row>& rows() {
    static const std::string tool = R"(,"tools":[{"type":"function","function":{"name":"f"}}])";
    static const std::vector<Row> all = {
        {"max_tokens", R"(,"max_tokens":5)"},
        {"max_tokens", R"(,"max_completion_tokens":5)"},
        {"temperature", R"(,"temperature":0)"},
        {"top_p", R"(,"top_p":1)"},
        {"top_k", R"(,"top_k":1)"},
        {"frequency_penalty", R"(,"frequency_penalty":1)"},
        {"presence_penalty", R"(,"presence_penalty":1)"},
        {"stop", R"(,"stop":"x")"},
        {"seed", R"(,"seed":1)"},
        {"logprobs", R"(,"logprobs":true)"},
        {"top_logprobs", R"(,"top_logprobs":1)"},
        {"logit_bias", R"(,"logit_bias":{})"},
        {"tools", tool},
        {"tools", R"(,"functions":[{"name":"f"}])"},
        {"tool_choice", R"(,"tool_choice":{"type":"allowed_tools"})"},
        {"parallel_tool_calls", R"(,"parallel_tool_calls":true)"},
        {"response_format", R"(,"response_format":{"type":"json_object"})"},
        {"reasoning", R"(,"reasoning":{"effort":"low"})"},
        {"reasoning", R"(,"reasoning_effort":"low")"},
        {"verbosity", R"(,"verbosity":"low")"},
    };
    return all;
}

TEST(ModelGate, names_the_parameter_that_a_model_does_not_support) {
    for (const Row& row : rows()) {
        SCOPED_TRACE(row.members);
        EXPECT_EQ(problems_of(model_with({Parameter::stream}), body_with(row.members)),
                  Problems{"model m does not support " + std::string(row.name)});
        EXPECT_EQ(problems_of(model_with({*catalog::parameter_named(row.name)}), body_with(row.members)), Problems{});
        EXPECT_EQ(problems_of(model_with({}), body_with(row.members)), Problems{}) << "a model that states nothing is asked anything";
    }
}

TEST(ModelGate, names_the_field_where_it_is_one) {
    openai::ChatRequest one, two;
    const std::string one_body = body_with(R"(,"max_completion_tokens":5,"max_tokens":5)");
    const std::string two_body = body_with(R"(,"seed":1,"top_p":1)");
    ASSERT_FALSE(openai::read_chat_request(one_body, one) || openai::read_chat_request(two_body, two));
    EXPECT_EQ(openai::invalid_request(unsupported(one, model_with({Parameter::stream}))).param, "max_tokens");
    EXPECT_EQ(openai::invalid_request(unsupported(two, model_with({Parameter::stream}))).param, "");
}

TEST(ModelGate, names_several_at_once_and_each_once) {
    EXPECT_EQ(problems_of(model_with({Parameter::stream}), body_with(R"(,"max_completion_tokens":5,"max_tokens":5,"seed":1)")),
              (Problems{"model m does not support max_tokens", "model m does not support seed"}));
}

TEST(ModelGate, lets_pass_what_asks_for_nothing) {
    for (const std::string members :
         {R"(,"tools":[])", R"(,"tool_choice":"none")", R"(,"tool_choice":"auto")", R"(,"response_format":{"type":"text"})",
          R"(,"logprobs":false)", R"(,"seed":null)", R"(,"stream":true)", R"(,"user":"u","metadata":{})"}) {
        EXPECT_EQ(problems_of(model_with({Parameter::temperature}), body_with(members)), Problems{}) << members;
    }
}

TEST(ModelGate, names_the_part_that_a_model_does_not_take) {
    const std::string messages = R"([{"role":"user","content":[{"type":"text","text":"x"},{"type":"image_url","image_url":"u"},)"
                                 R"({"type":"input_audio","input_audio":{"data":"d"}},{"type":"file","file":{}}]}])";
    catalog::Model model = model_with({});
    EXPECT_EQ(problems_of(model, body_with("", messages)),
              (Problems{"messages[0].content[1] is of a type that model m does not take: image",
                        "messages[0].content[2] is of a type that model m does not take: audio",
                        "messages[0].content[3] is of a type that model m does not take: file"}));
    model.input = {Modality::text, Modality::image, Modality::audio, Modality::file};
    EXPECT_EQ(problems_of(model, body_with("", messages)), Problems{});
}

TEST(ModelGate, refuses_an_answer_as_long_as_the_context) {
    catalog::Model model = model_with({});
    model.context_length = 100;
    EXPECT_FALSE(is_too_long(model, ""));
    EXPECT_FALSE(is_too_long(model, R"(,"max_tokens":99)"));
    EXPECT_TRUE(is_too_long(model, R"(,"max_tokens":100)"));
    EXPECT_TRUE(is_too_long(model, R"(,"max_completion_tokens":100)"));
    model.context_length = 0;  // not stated
    EXPECT_FALSE(is_too_long(model, R"(,"max_tokens":1000000)"));
}

}  // namespace
}  // namespace parley::exchange
