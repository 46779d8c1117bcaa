#include "providers/openai/mend.hpp"

#include "unit/providers/openai_encoded.hpp"

namespace parley::providers::openai_dialect {
namespace {

TEST(MendedRules, leave_out_every_sampling_field_at_the_first_complaint) {
    const auto mended = [](std::string code, std::string param) {
        UpstreamFailure failure;
        failure.failure = FailureClass::caller_fault;
        failure.status = 400;
        failure.code = std::move(code);
        failure.param = std::move(param);
        return mended_rules(DialectRules(), failure);
    };
    const std::string tools = R"("tools":[{"type":"function","function":{"name":"f"}}])";
    const std::string sent = tools + R"(,"temperature":1,"stop":"a","seed":1,"reasoning_effort":"low","parallel_tool_calls":true)";
    for (const std::string param : {"temperature", "stop", "seed", "logprobs", "frequency_penalty"}) {
        ASSERT_TRUE(mended("unsupported_parameter", param)) << param;
        EXPECT_EQ(encode_members(sent, *mended("unsupported_value", param)).body,
                  tools + R"(,"reasoning_effort":"low","parallel_tool_calls":true)");
    }
    EXPECT_EQ(encode_members(sent, *mended("unsupported_value", "reasoning_effort")).body, tools + R"(,"parallel_tool_calls":true)");
    EXPECT_EQ(encode_members(sent, *mended("unsupported_parameter", "parallel_tool_calls")).body, tools + R"(,"reasoning_effort":"low")");
    EXPECT_EQ(mended("unsupported_parameter", "max_tokens")->max_tokens_field, catalog::MaxTokensField::max_completion_tokens);
    EXPECT_FALSE(mended("unsupported_parameter", "messages"));
    EXPECT_FALSE(mended("unsupported_parameter", ""));
    EXPECT_FALSE(mended("invalid_value", "temperature"));
}

}  // namespace
}  // namespace parley::providers::openai_dialect
