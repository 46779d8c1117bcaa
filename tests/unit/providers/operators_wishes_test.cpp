// What an operator wishes for whoever wishes nothing, in every dialect: less thinking, and prompts that are cached.
#include <gtest/gtest.h>

#include "config/hosts.hpp"
#include "openai/chat_request.hpp"
#include "providers/anthropic/provider.hpp"
#include "providers/bedrock/provider.hpp"
#include "providers/gemini/provider.hpp"
#include "providers/openai/provider.hpp"

namespace parley::providers {
namespace {

using Change = void (*)(catalog::DialectRules&);

/// A host's rules, those of its families included, with an operator's beside them.
catalog::HostRules rules_of(std::string_view host, Change change) {
    catalog::HostRules rules = config::find_host(host)->rules;
    change(rules.rules);
    for (catalog::FamilyRules& family : rules.families) change(family.rules);
    return rules;
}

std::unique_ptr<Provider> provider_of(std::string_view host, Change change) {
    const std::string agent = "parley/test";
    if (host == "anthropic") {
        return std::move(*anthropic::make_provider(
            {.base_url = "https://h", .credential = Secret("k"), .user_agent = agent, .rules = rules_of(host, change)}));
    }
    if (host == "bedrock") {
        return std::move(*bedrock::make_provider({.base_url = "https://h",
                                                  .key = Secret("k"),
                                                  .credentials = {},
                                                  .aws_region = {},
                                                  .user_agent = agent,
                                                  .rules = rules_of(host, change)}));
    }
    if (host == "gemini") {
        return std::move(*gemini::make_provider(
            {.base_url = "https://h", .credential = Secret("k"), .user_agent = agent, .rules = rules_of(host, change)}));
    }
    openai_dialect::Options options;
    options.base_url = "https://h/v1";
    options.user_agent = agent;
    options.rules = rules_of(host, change);
    return std::move(*openai_dialect::make_provider(options));
}

struct Sent {
    std::string body;
    std::vector<std::string> dropped;
};

Sent sent(std::string_view host, const std::string& model, Change change, const std::string& body) {
    openai::ChatRequest request;
    EXPECT_FALSE(openai::read_chat_request(body, request));
    const auto encoded = provider_of(host, change)->encode(request, {.provider = "p", .model = model, .region = ""});
    EXPECT_TRUE(encoded) << host;
    Sent result{.body = "", .dropped = encoded->dropped};
    for (const std::string_view slice : encoded->body) result.body += slice;
    return result;
}

std::size_t count_of(const std::string& text, std::string_view part) {
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
    return count;
}

const std::string silent = R"({"model":"m","messages":[{"role":"user","content":"x"}]})";
const std::string wishing = R"({"model":"m","messages":[{"role":"user","content":"x"}],"reasoning_effort":"high"})";
constexpr Change nothing = [](catalog::DialectRules&) {};
constexpr Change reasoning_off = [](catalog::DialectRules& rules) { rules.default_reasoning_off = true; };
constexpr Change cached = [](catalog::DialectRules& rules) { rules.auto_cache = true; };

TEST(DefaultReasoning, is_the_models_own_or_as_little_as_it_can_do_with) {
    struct Row {
        std::string host, model, off;
    };
    for (const Row& row :
         {Row{"openai", "gpt-5-mini", R"("reasoning_effort":"minimal")"}, Row{"openai", "gpt-5.1", R"("reasoning_effort":"none")"},
          Row{"openai", "gpt-4.1", ""}, Row{"dashscope", "qwen3-max", R"("enable_thinking":false)"},
          Row{"moonshot", "kimi-k2.6", R"("thinking":{"type":"disabled"})"}, Row{"anthropic", "claude-sonnet-4-5-20250929", ""},
          Row{"anthropic", "claude-sonnet-5", R"("thinking":{"type":"disabled"})"}, Row{"anthropic", "claude-fable-5", ""},
          Row{"bedrock", "us.anthropic.claude-opus-4-7", R"("thinking":{"type":"disabled"})"},
          Row{"gemini", "gemini-2.5-flash", R"("thinkingBudget":0)"}, Row{"gemini", "gemini-2.5-pro", R"("thinkingBudget":128)"},
          Row{"gemini", "gemini-3.5-flash", R"("thinkingLevel":"MINIMAL")"}}) {
        const std::string unsaid = sent(row.host, row.model, nothing, silent).body;
        for (const std::string_view word : {"reasoning", "thinking"}) EXPECT_EQ(unsaid.find(word), std::string::npos) << unsaid;
        const Sent off = sent(row.host, row.model, reasoning_off, silent);
        EXPECT_NE(off.body.find(row.off), std::string::npos) << row.model << off.body;
        EXPECT_EQ(row.off.empty(), off.body == unsaid) << off.body;
        EXPECT_TRUE(off.dropped.empty()) << row.model << ": the caller said nothing that could be dropped";
        EXPECT_EQ(sent(row.host, row.model, reasoning_off, wishing).body, sent(row.host, row.model, nothing, wishing).body)
            << row.model << ": whoever wishes something is heard";
    }
}

TEST(AutoCache, marks_the_instructions_and_the_last_turn_of_prompts_without_markers) {
    const std::string instructions = R"({"model":"m","messages":[{"role":"system","content":"a"},{"role":"user","content":"b"},)"
                                     R"({"role":"assistant","content":"c"},{"role":"user","content":"d"}]})";
    struct Row {
        std::string host, model, marker, first, last;
    };
    for (const Row& row : {Row{"anthropic", "claude-sonnet-4-5-20250929", "cache_control",
                               R"("text":"a","cache_control":{"type":"ephemeral"})", R"("text":"d","cache_control":{"type":"ephemeral"})"},
                           Row{"bedrock", "us.anthropic.claude-haiku-4-5-20251001-v1:0", "cachePoint",
                               R"({"text":"a"},{"cachePoint":{"type":"default"}})", R"({"text":"d"},{"cachePoint":{"type":"default"}})"}}) {
        EXPECT_EQ(count_of(sent(row.host, row.model, nothing, instructions).body, row.marker), 0u);
        const std::string marked = sent(row.host, row.model, cached, instructions).body;
        EXPECT_EQ(count_of(marked, row.marker), 2u) << marked;
        EXPECT_NE(marked.find(row.first), std::string::npos) << marked;
        EXPECT_NE(marked.find(row.last), std::string::npos) << marked;
        EXPECT_EQ(count_of(sent(row.host, row.model, cached, silent).body, row.marker), 1u);
        const std::string own = R"({"model":"m","messages":[{"role":"system","content":"a"},)"
                                R"({"role":"user","content":"b","cache_control":{"type":"ephemeral"}},{"role":"user","content":"c"}]})";
        EXPECT_EQ(sent(row.host, row.model, cached, own).body, sent(row.host, row.model, nothing, own).body) << "the caller's own win";
    }
    const std::string older = sent("bedrock", "us.anthropic.claude-3-haiku-20240307-v1:0", cached, silent).body;
    EXPECT_EQ(count_of(older, "cachePoint"), 0u) << "its prompts are not cached";
}

}  // namespace
}  // namespace parley::providers
