// openai_any_rules_test.cpp: rules of any kind meet requests of any kind. Each was tested alone; together they edit one
// text, and two edits in one place would end the process. What comes out is JSON in which no name stands twice, or a
// refusal.
#include <algorithm>

#include "base/random.hpp"
#include "unit/providers/openai_encoded.hpp"

namespace parley::providers::openai_dialect {
namespace {

constexpr int rounds = 4000;

const Names members = {
    R"("max_tokens":5)",
    R"("max_completion_tokens":7)",
    R"("temperature":0.5)",
    R"("top_p":null)",
    R"("logprobs":true)",
    R"("top_logprobs":1)",
    R"("seed":7)",
    R"("random_seed":8)",
    R"("frequency_penalty":1)",
    R"("stop":["a"])",
    R"("user":"u")",
    R"("api\u005fkey":"k")",
    R"("n":1)",
    R"("stream":true)",
    R"("tools":[{"type":"function","cache_control":{},"function":{"name":"f","cache_control":{}}}])",
    R"("tool_choice":"none")",
    R"("parallel_tool_calls":true)",
    R"("functions":[{"name":"f"}],"function_call":{"name":"f"})",
    R"("response_format":{"type":"json_schema","json_schema":{"name":"t","schema":{}}})",
    R"("reasoning":{"effort":"low","max_tokens":5})",
    R"("reasoning_effort":"minimal")",
    R"("enable_thinking":false)",
    R"("thinking_budget":9)",
    R"("reasoning_format":"raw")",
    R"("on_overflow":"cut")",
    R"("prompt":"p")",
};

const Names messages = {
    R"({"role":"system","content":"x"})",
    R"({"content":"x","cache_control":{},"role":"developer"})",
    R"({"cache_control":{},"role":"user","content":[{"type":"text","text":"a","cache_control":{}}]})",
    R"({"role":"user","content":[]})",
    R"({"role":"user","content":[{"cache_control":{},"type":"input_text","text":"a"},{"type":"image_url","image_url":"data:x"}]})",
    R"({"role":"user","content":[{"type":"input_audio","input_audio":{"data":"AA","format":"wav"},"cache_control":null}]})",
    R"({"role":"user","content":[{"type":"file","file":{}}]})",
    R"({"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"f","arguments":""}}]},)"
    R"({"role":"tool","tool_call_id":"call_1","content":[{"type":"text","text":"r"}],"cache_control":{}})",
    R"({"role":"assistant","function_call":{"name":"f","arguments":"{}"}})",
    R"({"role":"function","name":"f","content":"r"})",
    R"({"type":"function_call","tool_call_id":"c","name":"f","arguments":{}},)"
    R"({"type":"function_call_output","call_id":"c","output":{}})",
};

Names some_of(const Names& all, Random& random) {
    Names chosen;
    for (const std::string& one : all) {
        if (random.below(3) == 0) chosen.insert(chosen.begin() + static_cast<long>(random.below(chosen.size() + 1)), one);
    }
    return chosen;
}

std::string joined(const Names& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ",") + name;
    return text;
}

template <class Enum>
Enum any_up_to(Enum last, Random& random) {
    return static_cast<Enum>(random.below(static_cast<std::uint64_t>(last) + 1));
}

DialectRules any_rules(Random& random) {
    const auto coin = [&random] { return random.below(2) == 0; };
    DialectRules rules;
    rules.max_tokens_field = any_up_to(catalog::MaxTokensField::max_completion_tokens, random);
    rules.system_role = any_up_to(catalog::SystemRole::developer, random);
    rules.sampling = any_up_to(catalog::Sampling::when_effort_none, random);
    rules.reasoning_in = any_up_to(catalog::ReasoningIn::nowhere, random);
    if (coin()) rules.efforts = {catalog::Effort::none, catalog::Effort::high};
    rules.schema_form = any_up_to(catalog::SchemaForm::json_object, random);
    rules.supports = {.seed = coin(),
                      .penalties = coin(),
                      .logprobs = coin(),
                      .logit_bias = coin(),
                      .parallel_tool_calls = coin(),
                      .stream_options = coin(),
                      .image_url = random.below(8) > 0,
                      .file = random.below(8) > 0};
    if (coin()) rules.supports.tool_choice = {any_up_to(catalog::ToolChoice::allowed_tools, random)};
    if (coin()) rules.supports.response_format = {any_up_to(catalog::ResponseFormat::json_schema, random)};
    if (coin()) rules.drop_fields = {"user", "tools", "reasoning", "functions"};
    if (coin()) rules.rename_fields = {{"seed", "random_seed"}, {"stop", "stop_words"}};
    if (coin()) rules.add_fields = {{"on_overflow", "error"}};
    rules.cache_control = coin();
    rules.flat_text = coin();
    rules.audio_data_uri = coin();
    rules.short_call_ids = coin();
    rules.signed_calls = coin();
    rules.reasoning_back = coin();
    rules.silent_content = any_up_to(catalog::SilentContent::empty_text, random);
    rules.json_word = coin();
    if (coin()) rules.call_id_bytes_max = 12;
    rules.declines_obfuscation = coin();
    return rules;
}

TEST(AnyOpenAiRules, make_json_of_any_request_or_refuse_it) {
    const std::uint64_t seed = random_seed();
    SCOPED_TRACE("seed " + std::to_string(seed));
    Random random(seed);
    int encoded_well = 0;
    for (int round = 0; round < rounds; ++round) {
        const std::string conversation = R"("messages":[{"role":"user","content":"x"},)" + joined(some_of(messages, random));
        Names fields = some_of(members, random);
        fields.insert(fields.begin() + static_cast<long>(random.below(fields.size() + 1)),
                      (conversation.ends_with(',') ? conversation.substr(0, conversation.size() - 1) : conversation) + "]");
        const std::string body = R"({"model":"house",)" + joined(fields) + "}";
        const Encoded encoded = encode(body, any_rules(random));
        if (!encoded.problems.empty()) continue;
        ++encoded_well;
        json::Document document;
        ASSERT_FALSE(document.parse(encoded.body)) << body << "\n" << encoded.body;
        EXPECT_TRUE(document.root().find("model").equals("m")) << encoded.body;
        EXPECT_FALSE(document.root().find("api_key")) << encoded.body;
        EXPECT_FALSE(document.root().find("functions")) << encoded.body;
        EXPECT_EQ(encoded.body.find("\"function_call\":"), std::string::npos) << encoded.body;
    }
    EXPECT_GT(encoded_well, rounds / 2);
}

}  // namespace
}  // namespace parley::providers::openai_dialect
