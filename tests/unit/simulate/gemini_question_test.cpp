// What the simulated Gemini takes, and what it refuses as the real one does.
#include "simulate/gemini/question.hpp"

#include <gtest/gtest.h>

namespace parley::simulate::gemini {
namespace {

/// Why a request is refused; empty when it is not.
std::string refusal_of(std::string_view body) {
    const auto question = read_question({"echo", false}, body);
    return question ? std::string() : question.error().message;
}

TEST(GeminiAddress, is_read_from_the_path) {
    struct Row {
        std::string_view path, model;
        bool streams = false;
    };
    for (const Row& row : {Row{"/v1beta/models/echo:generateContent", "echo"},
                           Row{"/v1/models/words-5%40rate%3D1:streamGenerateContent", "words-5@rate=1", true},
                           Row{"/v1/projects/p/locations/l/publishers/google/models/echo:generateContent", "echo"}}) {
        const auto address = read_address(row.path);
        ASSERT_TRUE(address) << row.path;
        EXPECT_EQ(address->model, row.model);
        EXPECT_EQ(address->streams, row.streams);
    }
    for (const std::string_view path : {"/v1beta/models/echo", "/v1beta/models/echo:countTokens", "/v1beta/models/:generateContent",
                                        "/x/models/echo:generateContent", "/v1/chat/completions"}) {
        EXPECT_FALSE(read_address(path)) << path;
    }
}

TEST(GeminiQuestion, is_read) {
    const auto question = read_question({"echo", true}, R"({"systemInstruction":{"parts":[{"text":"four"}]},
        "contents":[{"role":"user","parts":[{"text":"Hello"},{"text":" there"}]}],
        "tools":[{"functionDeclarations":[{"name":"f","parametersJsonSchema":{"type":"object"}}]}],
        "toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["f"]}},
        "generationConfig":{"maxOutputTokens":9,"thinkingConfig":{"includeThoughts":true}}})");
    ASSERT_TRUE(question) << question.error().message;
    EXPECT_TRUE(question->stream);
    EXPECT_EQ(question->user_text, "Hello there");
    EXPECT_EQ(question->tools, (std::vector<OfferedTool>{{"f", R"({"type":"object"})"}}));
    EXPECT_EQ(question->tool_choice, ToolChoice::named);
    EXPECT_EQ(question->named_tool, "f");
    EXPECT_EQ(question->max_tokens, 9);
    EXPECT_TRUE(question->shows_thoughts);
}

TEST(GeminiQuestion, is_refused_where_clients_go_wrong) {
    const std::string user = R"({"role":"user","parts":[{"text":"x"}]})";
    const std::string call =
        R"({"role":"model","parts":[{"functionCall":{"name":"f","args":{}},"thoughtSignature":"c2ltdWxhdGVkIHRob3VnaHRz"}]})";
    const std::string result = R"({"role":"user","parts":[{"functionResponse":{"name":"f","response":{}}}]})";
    const auto with = [](const std::string& contents, const std::string& more = "") {
        return R"({"contents":[)" + contents + "]" + more + "}";
    };
    EXPECT_EQ(refusal_of(with(user)), "");
    EXPECT_EQ(refusal_of(with(user + "," + call + "," + result)), "");
    struct Row {
        std::string body, word;
    };
    for (const Row& row :
         {Row{"{}", "contents"}, Row{with(""), "contents"}, Row{with(user, R"(,"max_tokens":1)"), "Unknown name"},
          Row{with(R"({"role":"user","parts":[]})"), "empty"}, Row{with(R"({"role":"user","parts":[{"text":""}]})"), "initialized field"},
          Row{with(R"({"role":"model","parts":[{"text":"x"}]})"), "model"},
          Row{with(user + R"(,{"role":"model","parts":[{"text":"x"}]})"), "last turn"},
          Row{with(user + "," + call + "," + user), "function response parts"}, Row{with(user + "," + result), "function response parts"},
          Row{with(user + R"(,{"role":"model","parts":[{"functionCall":{"name":"f"}}]},)" + result), "thought_signature"},
          Row{with(user + R"(,{"role":"model","parts":[{"functionCall":{"name":"f"},"thoughtSignature":"s"}]},)" + result), "not valid"},
          Row{with(user, R"(,"tools":[{"functionDeclarations":[{"name":"3d"}]}])"), "Invalid function name"},
          Row{with(user, R"(,"toolConfig":{"functionCallingConfig":{"mode":"ANY"}})"), "function_declarations"},
          Row{with(user, R"(,"generationConfig":{"responseJsonSchema":{}})"), "response_mime_type"},
          Row{with(user, R"(,"generationConfig":{"thinkingConfig":{"thinkingLevel":"LOW","thinkingBudget":1}})"), "together"}}) {
        EXPECT_NE(refusal_of(row.body).find(row.word), std::string::npos) << row.body << "\n" << refusal_of(row.body);
    }
}

}  // namespace
}  // namespace parley::simulate::gemini
