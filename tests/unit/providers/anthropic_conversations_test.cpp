// Conversations drawn at random, as real clients garble them: turns that repeat, texts of nothing, results that are missing, late
// or twice, ids of other providers, more cache markers than fit, every combination of fields. Whatever our reader takes, what is
// sent breaks none of the rules of Anthropic that the simulator knows, which was written without a look at the translator.
#include <gtest/gtest.h>

#include "base/random.hpp"
#include "config/hosts.hpp"
#include "providers/anthropic/encode.hpp"
#include "simulate/anthropic_rules.hpp"

namespace parley::providers::anthropic {
namespace {

constexpr std::size_t conversations = 3000;

class Draw {
  public:
    explicit Draw(std::uint64_t seed) : random_(seed) {}

    std::string request() {
        std::string list;
        const std::size_t messages = 1 + random_.below(7);
        for (std::size_t at = 0; at < messages; ++at) list += (at == 0 ? "" : ",") + message();
        std::string body = R"({"model":"m","messages":[)" + list + "]";
        if (chance(2))
            body +=
                R"(,"tools":[{"type":"function","function":{"name":"t"}},{"type":"function","function":{"name":"u","parameters":{"type":"object","properties":{}}})" +
                marker() + "}]";
        if (body.find("\"tools\"") != std::string::npos)
            body += pick({"", R"(,"tool_choice":"auto")", R"(,"tool_choice":"none")", R"(,"tool_choice":"required")",
                          R"(,"tool_choice":{"type":"function","function":{"name":"u"}})"});
        body += pick({"", "", R"(,"reasoning_effort":"low")", R"(,"reasoning":{"max_tokens":5000})", R"(,"reasoning_effort":"none")"});
        body += pick({"", R"(,"temperature":1.7)", R"(,"temperature":0.2,"top_p":0.5,"top_k":4)"});
        body += pick({"", R"(,"max_tokens":30)", R"(,"max_tokens":200000)"});
        body += pick({"", R"(,"stop":[" ","x"])", R"(,"parallel_tool_calls":false)"});
        body += pick({"", R"(,"response_format":{"type":"json_object"})",
                      R"(,"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"}}})"});
        body += chance(4) ? R"(,"cache_control":{"type":"ephemeral","ttl":"1h"})" : "";
        return body + "}";
    }

  private:
    bool chance(std::size_t one_in) { return random_.below(one_in) == 0; }
    std::string pick(std::initializer_list<const char*> choices) { return *(choices.begin() + random_.below(choices.size())); }
    std::string marker() {
        return pick({"", "", R"(,"cache_control":{"type":"ephemeral"})", R"(,"cache_control":{"type":"ephemeral","ttl":"1h"})"});
    }

    std::string content() {
        if (chance(3))
            return R"([{"type":"text","text":")" + pick({"x ", " ", "\\n"}) + "\"" + marker() + R"(},{"type":"text","text":"y "}])";
        return pick({"\"hello\"", "\"bye \\n\"", "\"\"", "\" \"", "null", "[]"});
    }

    std::string message() {
        const std::size_t kind = random_.below(10);
        if (kind < 1) return R"({"role":"system","content":)" + content() + marker() + "}";
        if (kind < 4) return R"({"role":"user","content":)" + content() + marker() + "}";
        if (kind < 6) return R"({"role":"assistant","content":)" + content() + state() + "}";
        if (kind < 8 || ids_.empty())
            return R"({"role":"assistant","content":)" + content() + state() + R"(,"tool_calls":[)" + call() +
                   (chance(2) ? "," + call() : "") + "]}";
        return R"({"role":"tool","tool_call_id":")" + ids_[random_.below(ids_.size())] + R"(","content":)" + content() + marker() + "}";
    }

    std::string state() {
        if (!chance(3)) return "";
        return R"(,"provider_state":{"anthropic":{"thinking":[{"type":"thinking","thinking":"hm","signature":")" +
               simulate::sign_thought("hm") + R"("}]}})";
    }

    std::string call() {
        ids_.push_back(pick({"a", "b", "functions.t:0", "functions|t.0", "call_1"}));
        return R"({"id":")" + ids_.back() + R"(","type":"function","function":{"name":")" + pick({"t", "u"}) + R"(","arguments":)" +
               pick({"\"\"", "\"{}\"", "\"{\\\"n\\\":1}\"", "\"broken\"", "null"}) + "}}";
    }

    Random random_;
    std::vector<std::string> ids_;
};

TEST(AnthropicConversations, break_no_rule_whatever_they_hold) {
    const std::uint64_t seed = random_seed();
    SCOPED_TRACE("seed " + std::to_string(seed));
    const catalog::HostRules rules = config::find_host("anthropic")->rules;
    std::size_t sent = 0;
    for (std::size_t run = 0; run < conversations; ++run) {
        const std::string body = Draw(seed + run).request();
        openai::ChatRequest request;
        if (openai::read_chat_request(body, request)) continue;
        const auto& family = rules.families[run % rules.families.size()];
        const auto encoded = encode_request(request, {"p", "m", ""}, family.rules, {"whole", "stream"});
        if (!encoded) continue;  // nothing but white space, or a model that does not go on from an answer
        std::string upstream;
        for (const std::string_view slice : encoded->body) upstream += slice;
        json::Document document;
        ASSERT_FALSE(document.parse(upstream)) << upstream;
        const auto broken = simulate::broken_anthropic_rule(document.root());
        ASSERT_FALSE(broken) << *broken << "\nasked: " << body << "\nsent:  " << upstream;
        ++sent;
    }
    EXPECT_GT(sent, conversations / 4);
}

}  // namespace
}  // namespace parley::providers::anthropic
