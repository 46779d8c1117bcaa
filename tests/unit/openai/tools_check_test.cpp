#include "openai/tools_check.hpp"

#include "unit/openai/request_bodies.hpp"

namespace parley::openai {
namespace {

using tests::problems_of;
using tests::with;
using Problem = std::vector<std::string>;

constexpr std::string_view lookup = R"(,"tools":[{"type":"function","function":{"name":"lookup","parameters":{"type":"object"}}}])";

struct Row {
    std::string members;
    std::string problem;
};

TEST(Tools, are_refused_by_their_place) {
    for (const auto& [members, problem] : {
             Row{R"(,"tools":["x"])", "tools[0] must be an object"},
             Row{R"(,"tools":[{"function":{"name":"f"}}])", "tools[0].type must be function"},
             Row{R"(,"tools":[{"type":"web_search"}])", "tools[0].type must be function"},
             Row{R"(,"tools":[{"type":"function"}])", "tools[0].function must be an object"},
             Row{R"(,"tools":[{"type":"function","function":"f"}])", "tools[0].function must be an object"},
             Row{R"(,"tools":[{"type":"function","function":{}}])", "tools[0].function.name is required"},
             Row{R"(,"tools":[{"type":"function","function":{"name":""}}])", "tools[0].function.name is required"},
             Row{R"(,"tools":[{"type":"function","function":{"name":"f","parameters":[]}}])",
                 "tools[0].function.parameters must be an object"},
             Row{R"(,"tools":[{"type":"function","function":{"name":"f","description":1}}])",
                 "tools[0].function.description must be a string"},
             Row{R"(,"tools":[{"type":"function","function":{"name":"f","strict":"yes"}}])", "tools[0].function.strict must be a boolean"},
             Row{R"(,"tools":[{"type":"custom","function":{"name":"f"}}])", "tools[0].custom must be an object"},
             Row{R"(,"tools":[{"type":"custom","custom":{"name":""}}])", "tools[0].custom.name is required"},
             Row{R"(,"functions":[1])", "functions[0] must be an object"},
             Row{R"(,"functions":[{"name":"f"},{}])", "functions[1].name is required"},
             Row{R"(,"functions":[{"name":"f","parameters":"x"}])", "functions[0].parameters must be an object"},
         }) {
        EXPECT_EQ(problems_of(with(members)), Problem{problem}) << members;
    }
}

TEST(Tools, need_no_parameters_and_may_be_custom) {
    for (const std::string_view members :
         {R"(,"tools":[{"type":"function","function":{"name":"f"}},{"type":"custom","custom":{"name":"g"}}])",
          R"(,"tools":[{"type":"function","function":{"name":"f","parameters":null}}])", R"(,"functions":[{"name":"f"}])"}) {
        EXPECT_EQ(problems_of(with(members)), Problem{}) << members;
    }
}

TEST(Tools, are_as_many_as_the_limit_and_not_one_more) {
    const std::string tool = R"({"type":"function","function":{"name":"f"}})";
    std::string many = R"(,"tools":[)" + tool;
    for (std::size_t i = 1; i < tools_max; ++i) many += "," + tool;
    EXPECT_EQ(problems_of(with(many + "]")), Problem{});
    EXPECT_EQ(problems_of(with(many + "," + tool + "]")), Problem{"tools must hold at most 128 entries"});
}

TEST(ToolChoice, is_a_word_or_one_of_the_functions) {
    for (const std::string_view choice : {R"("none")", R"("auto")", R"("required")", "null", R"({"type":"allowed_tools"})",
                                          R"({"type":"function","function":{"name":"lookup"}})"}) {
        EXPECT_EQ(problems_of(with(std::string(lookup) + R"(,"tool_choice":)" + std::string(choice))), Problem{}) << choice;
    }
    for (const auto& [choice, problem] : {
             Row{R"("sometimes")", "tool_choice must be none, auto, required or a function"},
             Row{"1", "tool_choice must be a string or an object"},
             Row{"[]", "tool_choice must be a string or an object"},
             Row{"{}", "tool_choice.type must be function, custom or allowed_tools"},
             Row{R"({"type":"tool","name":"lookup"})", "tool_choice.type must be function, custom or allowed_tools"},
             Row{R"({"type":"custom","custom":{}})", "tool_choice.custom.name is required"},
             Row{R"({"type":"custom","custom":{"name":"lookup"}})", "tool_choice.custom names a custom tool that is not among the tools"},
             Row{R"({"type":"function"})", "tool_choice.function.name is required"},
             Row{R"({"type":"function","function":{"name":"other"}})", "tool_choice.function names a function that is not among the tools"},
         }) {
        EXPECT_EQ(problems_of(with(std::string(lookup) + R"(,"tool_choice":)" + choice)), Problem{problem}) << choice;
    }
}

TEST(ToolChoice, may_be_a_custom_tool) {
    EXPECT_EQ(
        problems_of(with(R"(,"tools":[{"type":"custom","custom":{"name":"g"}}],"tool_choice":{"type":"custom","custom":{"name":"g"}})")),
        Problem{});
}

TEST(ToolChoice, asks_for_no_call_where_there_are_no_tools) {
    for (const std::string_view choice : {"\"none\"", "\"auto\""}) {
        EXPECT_EQ(problems_of(with(R"(,"tool_choice":)" + std::string(choice))), Problem{}) << choice;
    }
    for (const std::string_view members : {R"(,"tool_choice":"required")", R"(,"tools":[],"tool_choice":"required")"}) {
        EXPECT_EQ(problems_of(with(members)), Problem{"tool_choice is required, and there are no tools"}) << members;
    }
    EXPECT_EQ(problems_of(with(R"(,"functions":[{"name":"f"}],"tool_choice":"required")")), Problem{});
}

TEST(FunctionCall, is_a_word_or_one_of_the_functions) {
    const std::string functions = R"(,"functions":[{"name":"f"}],"function_call":)";
    for (const std::string_view choice : {R"("none")", R"("auto")", "null", R"({"name":"f"})"}) {
        EXPECT_EQ(problems_of(with(functions + std::string(choice))), Problem{}) << choice;
    }
    EXPECT_EQ(problems_of(with(functions + R"("required")")), Problem{"function_call must be none, auto or an object"});
    EXPECT_EQ(problems_of(with(functions + R"({"name":"g"})")), Problem{"function_call names a function that is not among the tools"});
}

}  // namespace
}  // namespace parley::openai
