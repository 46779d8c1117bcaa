// openai_rules_test.cpp: what each rule does to the fields of a request, one row for each way in which it can matter.
#include "unit/providers/openai_encoded.hpp"

namespace parley::providers::openai_dialect {
namespace {

using catalog::Effort;
using catalog::ReasoningIn;
using catalog::ToolChoice;

TEST(OpenAiRules, that_are_default_change_nothing) {
    const std::string everything =
        R"("temperature":0.1,"top_p":1,"n":1,"stop":["a"],"seed":7,"presence_penalty":1,"logit_bias":{"5":1},)"
        R"("logprobs":true,"top_logprobs":2,"tools":[{"type":"function","function":{"name":"f"}}],)"
        R"("tool_choice":{"type":"function","function":{"name":"f"}},"parallel_tool_calls":false,)"
        R"("response_format":{"type":"json_schema","json_schema":{"name":"s","schema":{}}},"reasoning_effort":"odd",)"
        R"("user":"u","metadata":{},"store":false,"service_tier":"auto","whatever":[1.50]})";
    const std::string members = everything.substr(0, everything.size() - 1);
    EXPECT_EQ(encode_members(members, {}), (Encoded{members, {}, {}}));
}

TEST(OpenAiRules, drop_what_is_not_supported_and_say_so) {
    const DialectRules rules = rules_with([](DialectRules& bent) {
        bent.supports = {.seed = false, .penalties = false, .logprobs = false, .logit_bias = false, .parallel_tool_calls = false};
        bent.drop_fields = {"user"};
    });
    EXPECT_EQ(
        encode_members(R"("seed":1,"frequency_penalty":1,"presence_penalty":1,"logprobs":true,"top_logprobs":1,)"
                       R"("logit_bias":{},"parallel_tool_calls":true,"user":"u","us\u0065r2":"kept")",
                       rules),
        (Encoded{R"("us\u0065r2":"kept")",
                 {"seed", "frequency_penalty", "presence_penalty", "logprobs", "top_logprobs", "logit_bias", "parallel_tool_calls", "user"},
                 {}}));
    EXPECT_EQ(encode_members(R"("seed":null)", rules), (Encoded{"", {}, {}})) << "null asks for nothing";
}

TEST(OpenAiRules, refuse_more_choices_than_the_host_makes) {
    const DialectRules rules = rules_with([](DialectRules& bent) { bent.supports.n = false; });
    EXPECT_EQ(encode_members(R"("n":2)", rules).problems, Names{"n must be 1 for this model's provider"});
    EXPECT_EQ(encode_members(R"("n":1)", rules), (Encoded{R"("n":1)", {}, {}}));
    EXPECT_EQ(encode_members(R"("n":2)", {}), (Encoded{R"("n":2)", {}, {}}));
}

TEST(OpenAiRules, send_sampling_fields_only_to_models_that_do_not_reason) {
    const std::string sampling = R"("temperature":0,"top_p":1,"logprobs":true)";
    const auto kept = [&](catalog::Sampling when, Effort by_default, const std::string& effort) {
        DialectRules rules;
        rules.sampling = when;
        rules.default_effort = by_default;
        rules.efforts = {Effort::none, Effort::low};
        return encode_members(sampling + effort, rules).dropped.empty();
    };
    using catalog::Sampling;
    EXPECT_TRUE(kept(Sampling::always, Effort::medium, ""));
    EXPECT_FALSE(kept(Sampling::never, Effort::none, ""));
    EXPECT_TRUE(kept(Sampling::when_effort_none, Effort::none, ""));
    EXPECT_FALSE(kept(Sampling::when_effort_none, Effort::medium, ""));
    EXPECT_FALSE(kept(Sampling::when_effort_none, Effort::none, R"(,"reasoning_effort":"low")"));
    EXPECT_TRUE(kept(Sampling::when_effort_none, Effort::medium, R"(,"reasoning":{"effort":"none"})"));
    EXPECT_TRUE(kept(Sampling::when_effort_none, Effort::medium, R"(,"reasoning_effort":"minimal")")) << "the lowest";
}

TEST(OpenAiRules, put_reasoning_where_the_host_looks_for_it) {
    struct Row {
        ReasoningIn where;
        std::string sent;
        std::string expected;
        Names dropped = {};
    };
    for (const Row& row : std::vector<Row>{
             {ReasoningIn::reasoning_effort, R"("reasoning":{"effort":"high"})", R"("reasoning_effort":"high")"},
             {ReasoningIn::reasoning_effort, R"("reasoning_effort":"low","reasoning":{"effort":"high"})", R"("reasoning_effort":"high")"},
             {ReasoningIn::reasoning_effort, R"("reasoning_effort":"low","reasoning":{})", R"("reasoning_effort":"low")"},
             {ReasoningIn::reasoning_effort, R"("reasoning":{"max_tokens":1024})", R"("reasoning_effort":"low")"},
             {ReasoningIn::reasoning_effort, R"("reasoning":{"max_tokens":4096})", R"("reasoning_effort":"medium")"},
             {ReasoningIn::reasoning_effort, R"("reasoning":{"max_tokens":4097})", R"("reasoning_effort":"high")"},
             {ReasoningIn::reasoning_effort, R"("reasoning":{"effort":"odd"})", R"("reasoning_effort":"odd")"},
             {ReasoningIn::reasoning_effort, R"("reasoning":null)", ""},
             {ReasoningIn::enable_thinking, R"("reasoning_effort":"none")", R"("enable_thinking":false)"},
             {ReasoningIn::enable_thinking, R"("reasoning_effort":"minimal")", R"("enable_thinking":true,"thinking_budget":512)"},
             {ReasoningIn::enable_thinking, R"("reasoning_effort":"low")", R"("enable_thinking":true,"thinking_budget":2048)"},
             {ReasoningIn::enable_thinking, R"("reasoning":{"effort":"medium"})", R"("enable_thinking":true,"thinking_budget":8192)"},
             {ReasoningIn::enable_thinking, R"("reasoning_effort":"high")", R"("enable_thinking":true,"thinking_budget":24576)"},
             {ReasoningIn::enable_thinking, R"("reasoning_effort":"xhigh")", R"("enable_thinking":true)"},
             {ReasoningIn::enable_thinking, R"("reasoning":{"max_tokens":77})", R"("enable_thinking":true,"thinking_budget":77)"},
             {ReasoningIn::enable_thinking, R"("enable_thinking":false,"reasoning_effort":"none")", R"("enable_thinking":false)"},
             {ReasoningIn::enable_thinking, R"("thinking_budget":5,"reasoning_effort":"low")",
              R"("thinking_budget":5,"enable_thinking":true)"},
             {ReasoningIn::thinking, R"("reasoning_effort":"none")", R"("thinking":{"type":"disabled"})"},
             {ReasoningIn::thinking, R"("reasoning":{"effort":"low"})", R"("thinking":{"type":"enabled"})"},
             {ReasoningIn::thinking, R"("thinking":{"type":"disabled"},"reasoning_effort":"low")", R"("thinking":{"type":"disabled"})"},
             {ReasoningIn::reasoning_format, R"("reasoning_effort":"none")", R"("reasoning_effort":"none","reasoning_format":"parsed")"},
             {ReasoningIn::reasoning_format, R"("reasoning_format":"hidden","reasoning":{"effort":"high"})",
              R"("reasoning_format":"hidden","reasoning_effort":"default")"},
             {ReasoningIn::as_sent, R"("reasoning":{"effort":"high","exclude":true},"reasoning_effort":"x")",
              R"("reasoning":{"effort":"high","exclude":true},"reasoning_effort":"x")"},
             {ReasoningIn::nowhere, R"("reasoning":{"effort":"high"},"reasoning_effort":"low")", "", {"reasoning", "reasoning_effort"}},
         }) {
        DialectRules rules;
        rules.reasoning_in = row.where;
        EXPECT_EQ(encode_members(row.sent, rules), (Encoded{row.expected, row.dropped, {}})) << row.sent;
        EXPECT_EQ(encode_members("", rules), (Encoded{"", {}, {}})) << "nothing is added to nothing";
    }
}

TEST(OpenAiRules, clamp_an_effort_upward_and_the_lowest_to_the_lowest) {
    const auto clamped = [](std::vector<Effort> known, const std::string& effort) {
        DialectRules rules;
        rules.efforts = std::move(known);
        const std::string body = encode_members(R"("reasoning_effort":")" + effort + '"', rules).body;
        return body.substr(body.find(':') + 2, body.size() - body.find(':') - 3);
    };
    const std::vector<Effort> low_high = {Effort::low, Effort::high};
    EXPECT_EQ(clamped(low_high, "none"), "low");
    EXPECT_EQ(clamped(low_high, "minimal"), "low");
    EXPECT_EQ(clamped(low_high, "low"), "low");
    EXPECT_EQ(clamped(low_high, "medium"), "high");
    EXPECT_EQ(clamped(low_high, "max"), "high");
    EXPECT_EQ(clamped({Effort::none, Effort::medium}, "minimal"), "none");
    EXPECT_EQ(clamped({Effort::low, Effort::max}, "xhigh"), "max");
    EXPECT_EQ(clamped({}, "xhigh"), "xhigh");
    EXPECT_EQ(clamped(low_high, "odd"), "odd") << "a word that nobody knows is the upstream's to judge";
}

TEST(OpenAiRules, weaken_a_tool_choice_that_the_host_does_not_know) {
    const std::string tools = R"("tools":[{"type":"function"}],"tool_choice":)";
    const std::string named = R"({"type":"function","function":{"name":"f"}})";
    const std::string allowed = R"({"type":"allowed_tools","allowed_tools":{"mode":"required","tools":[]}})";
    struct Row {
        std::vector<ToolChoice> known;
        std::string sent;
        std::string expected;  // of the choice; empty: cut
        Names dropped = {};
    };
    for (const Row& row : std::vector<Row>{
             {{ToolChoice::automatic}, R"("auto")", R"("auto")"},
             {{ToolChoice::automatic}, R"("required")", R"("auto")", {"tool_choice"}},
             {{ToolChoice::automatic}, named, R"("auto")", {"tool_choice"}},
             {{ToolChoice::automatic}, allowed, R"("auto")", {"tool_choice"}},
             {{ToolChoice::automatic}, R"("odd")", R"("odd")"},
             {{ToolChoice::any}, R"("required")", R"("any")"},
             {{ToolChoice::required}, R"("any")", R"("required")"},
             {{ToolChoice::required}, named, R"("required")", {"tool_choice"}},
             {{ToolChoice::required}, allowed, R"("required")", {"tool_choice"}},
             {{ToolChoice::required}, R"("auto")", ""},
         }) {
        DialectRules rules;
        rules.supports.tool_choice = row.known;
        const std::string expected = row.expected.empty() ? R"("tools":[{"type":"function"}])" : tools + row.expected;
        EXPECT_EQ(encode_members(tools + row.sent, rules), (Encoded{expected, row.dropped, {}})) << row.sent;
    }
    const DialectRules rules = rules_with([](DialectRules& bent) { bent.supports.tool_choice = {ToolChoice::automatic}; });
    EXPECT_EQ(encode_members(tools + R"("none","parallel_tool_calls":true)", rules),
              (Encoded{"", {"tools", "tool_choice", "parallel_tool_calls"}, {}}));
}

TEST(OpenAiRules, or_none_cut_what_speaks_of_tools_that_are_not_there) {
    for (const std::string tools : {"\"tools\":[],", "\"tools\":null,", ""}) {
        EXPECT_EQ(encode_members(tools + R"("tool_choice":"auto","parallel_tool_calls":true)", {}), (Encoded{"", {}, {}})) << tools;
        EXPECT_EQ(encode_members(tools + R"("tool_choice":"none")", {}), (Encoded{"", {}, {}})) << tools;
    }
}

TEST(OpenAiRules, ask_for_json_in_the_hosts_form) {
    using catalog::ResponseFormat;
    const std::string schema = R"({"type":"json_schema","json_schema":{"name":"s","schema":{"a": 1}}})";
    struct Row {
        std::vector<ResponseFormat> known;
        catalog::SchemaForm form;
        std::string sent;
        std::string expected;
        Names dropped = {};
    };
    constexpr auto as_schema = catalog::SchemaForm::json_schema;
    constexpr auto as_object = catalog::SchemaForm::json_object;
    for (const Row& row : std::vector<Row>{
             {{ResponseFormat::json_schema}, as_schema, schema, schema},
             {{ResponseFormat::json_schema}, as_object, schema, R"({"type":"json_object","schema":{"a": 1}})"},
             {{ResponseFormat::json_object}, as_schema, schema, R"({"type":"json_object"})", {"response_format"}},
             {{ResponseFormat::text}, as_schema, schema, "", {"response_format"}},
             {{ResponseFormat::text}, as_schema, R"({"type":"json_object"})", "", {"response_format"}},
             {{ResponseFormat::json_object}, as_schema, R"({"type":"text"})", ""},
             {{ResponseFormat::text}, as_schema, R"({"type":"text"})", R"({"type":"text"})"},
             {{ResponseFormat::text}, as_schema, R"({"type":"odd"})", R"({"type":"odd"})"},
         }) {
        DialectRules rules;
        rules.supports.response_format = row.known;
        rules.schema_form = row.form;
        const std::string expected = row.expected.empty() ? "" : R"("response_format":)" + row.expected;
        EXPECT_EQ(encode_members(R"("response_format":)" + row.sent, rules), (Encoded{expected, row.dropped, {}})) << row.sent;
    }
}

TEST(OpenAiRules, speak_of_json_where_the_host_insists_on_it) {
    const DialectRules rules = rules_with([](DialectRules& bent) {
        bent.json_word = true;
        bent.supports.response_format = {catalog::ResponseFormat::json_object};
    });
    const auto body = [&](const std::string& conversation, const std::string& format) {
        return encode(R"({"model":"m","max_tokens":9,)" + conversation + R"(,"response_format":)" + format + "}", rules).body;
    };
    const auto sent = [](const std::string& messages) {
        return R"({"model":"m","max_tokens":9,"messages":[)" + messages + R"(],"response_format":{"type":"json_object"}})";
    };
    const std::string any = R"({"type":"json_object"})";
    const std::string user = R"({"role":"user","content":"x"})";
    const std::string sentence = "Answer with JSON and nothing else.";
    EXPECT_EQ(body(R"("messages":[)" + user + "]", any), sent(R"({"role":"system","content":")" + sentence + R"("},)" + user));
    EXPECT_EQ(body(R"("messages":[{"role":"developer","content":"a\"b"},)" + user + "]", any),
              sent(R"({"role":"system","content":"a\"b\n\n)" + sentence + R"("},)" + user));
    const std::string marked = R"({"role":"system","content":"a","name":"n"})";
    EXPECT_EQ(body(R"("messages":[)" + marked + "]", any), sent(R"({"role":"system","content":")" + sentence + R"("},)" + marked));
    const std::string knows = R"({"role":"user","content":"as JsOn, please"})";
    EXPECT_EQ(body(R"("messages":[)" + knows + "]", any), sent(knows));
    const std::string schema = R"({"type":"json_schema","json_schema":{"name":"s","schema":{"type":"object"}}})";
    EXPECT_EQ(
        body(R"("messages":[)" + knows + "]", schema),
        sent(
            R"({"role":"system","content":"Answer with JSON that this JSON Schema describes and with nothing else: {\"type\":\"object\"}"},)" +
            knows));
    const std::string with_prompt = body(R"("prompt":"x")", any);
    EXPECT_NE(with_prompt.find(R"("messages":[{"role":"system","content":")" + sentence + R"("},{"role":"user","content":"x"}])"),
              std::string::npos)
        << with_prompt;
    EXPECT_EQ(with_prompt.find("\"prompt\""), std::string::npos) << with_prompt;
}

TEST(OpenAiRules, rename_and_add_fields_unless_the_caller_knows_the_host) {
    const DialectRules rules = rules_with([](DialectRules& bent) {
        bent.rename_fields = {{"seed", "random_seed"}};
        bent.add_fields = {{"on_overflow", "error"}};
    });
    EXPECT_EQ(encode_members(R"("seed":1e1)", rules).body, R"("random_seed":1e1,"on_overflow":"error")");
    EXPECT_EQ(encode_members(R"("seed":1,"random_seed":2,"on_overflow":"cut")", rules).body, R"("random_seed":2,"on_overflow":"cut")");
    EXPECT_EQ(encode_members(R"("seed":null)", rules).body, R"("on_overflow":"error")");
}

TEST(OpenAiRules, leave_stream_options_out_where_they_would_be_refused) {
    const DialectRules rules = rules_with([](DialectRules& bent) { bent.supports.stream_options = false; });
    EXPECT_EQ(encode_members(R"("stream":true,"stream_options":{"include_usage":true})", rules), (Encoded{R"("stream":true)", {}, {}}));
}

}  // namespace
}  // namespace parley::providers::openai_dialect
