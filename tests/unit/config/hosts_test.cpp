// hosts_test.cpp: the catalogue's hosts as they were built in, and how a provider is recognised as one of them.
#include "config/hosts.hpp"

#include <algorithm>
#include <set>

#include "catalog/builtin_files.hpp"
#include "catalog/name_pattern.hpp"
#include "support.hpp"

namespace parley::config {
namespace {

using catalog::DialectRules;
using catalog::Effort;
using catalog::Sampling;

const catalog::Host& host_of(std::string_view id) {
    const catalog::Host* host = find_host(id);
    EXPECT_TRUE(host) << id;
    return *host;
}

const DialectRules& rules_of(std::string_view host, std::string_view model) {
    const catalog::HostRules& rules = host_of(host).rules;
    for (const catalog::FamilyRules& family : rules.families) {
        if (catalog::matches_pattern(family.match, model)) return family.rules;
    }
    return rules.rules;
}

/// The one provider of a file whose other parts are good.
Provider provider_of(const std::string& name, const std::string& fields) {
    const ConfigReading reading = read_text("providers: {" + name + ": {dialect: openai, " + fields +
                                            "}}\nmodels: [{id: m, targets: [{provider: " + name + ", model: m}]}]\n");
    EXPECT_TRUE(reading.config) << lines_of(reading)[0];
    return reading.config ? reading.config->providers.begin()->second : Provider();
}

TEST(Hosts, stand_in_the_built_in_file_without_a_mistake) {
    for (const catalog::BuiltinFile& file : catalog::builtin_files()) {
        if (file.name != "hosts.yaml") continue;
        std::vector<ConfigProblem> problems;
        EXPECT_EQ(read_hosts(file.text, "hosts.yaml", problems), builtin_hosts());
        EXPECT_TRUE(problems.empty());
    }
    EXPECT_GE(builtin_hosts().size(), 16u);
}

TEST(Hosts, have_ids_and_variables_of_their_own_and_urls_within_their_domains) {
    std::set<std::string> ids;
    std::set<std::string> variables;
    for (const catalog::Host& host : builtin_hosts()) {
        EXPECT_TRUE(ids.insert(host.id).second) << host.id;
        EXPECT_TRUE(host.variable.empty() || variables.insert(host.variable).second) << host.variable;
        EXPECT_TRUE(host.variable.empty() || !host.base_url.empty()) << host.id;
        if (host.base_url.empty()) continue;
        const BaseUrl url = parse_base_url(host.base_url).value();
        const auto holds = [&](const std::string& domain) { return catalog::matches_pattern(domain, url.host); };
        EXPECT_NE(url.is_loopback(), std::any_of(host.domains.begin(), host.domains.end(), holds)) << host.id;
    }
}

TEST(Hosts, of_openai_tell_their_families_apart) {
    struct Row {
        std::string_view model;
        Sampling sampling;
        std::vector<Effort> efforts;
        Effort default_effort;
    };
    const std::vector<Effort> o_series = {Effort::low, Effort::medium, Effort::high};
    const std::vector<Effort> gpt_5 = {Effort::minimal, Effort::low, Effort::medium, Effort::high};
    const std::vector<Effort> gpt_5_1 = {Effort::none, Effort::low, Effort::medium, Effort::high};
    const std::vector<Effort> gpt_5_4 = {Effort::none, Effort::low, Effort::medium, Effort::high, Effort::xhigh};
    for (const Row& row :
         {Row{"gpt-4o", Sampling::always, {}, Effort::medium}, Row{"gpt-4.1-mini", Sampling::always, {}, Effort::medium},
          Row{"gpt-4o-search-preview", Sampling::always, {}, Effort::medium},
          Row{"gpt-5-chat-latest", Sampling::always, {}, Effort::medium}, Row{"gpt-5.2-chat-latest", Sampling::always, {}, Effort::medium},
          Row{"o1", Sampling::never, o_series, Effort::medium}, Row{"o4-mini-2025-04-16", Sampling::never, o_series, Effort::medium},
          Row{"gpt-5", Sampling::never, gpt_5, Effort::medium}, Row{"gpt-5-nano-2025-08-07", Sampling::never, gpt_5, Effort::medium},
          Row{"gpt-5-pro", Sampling::never, {Effort::high}, Effort::high},
          Row{"gpt-5.1", Sampling::when_effort_none, gpt_5_1, Effort::none},
          Row{"gpt-5.4-mini", Sampling::when_effort_none, gpt_5_4, Effort::none},
          Row{"gpt-5.6", Sampling::when_effort_none, gpt_5_4, Effort::medium}}) {
        const DialectRules& rules = rules_of("openai", row.model);
        EXPECT_EQ(rules.sampling, row.sampling) << row.model;
        EXPECT_EQ(rules.efforts, row.efforts) << row.model;
        EXPECT_EQ(rules.default_effort, row.default_effort) << row.model;
        EXPECT_EQ(rules.reasoning_in == catalog::ReasoningIn::nowhere, row.efforts.empty()) << row.model;
        EXPECT_EQ(rules.max_tokens_field, catalog::MaxTokensField::max_completion_tokens) << row.model;
        EXPECT_TRUE(rules.stop_is_kept) << "a family keeps what its host says: " << row.model;
    }
}

TEST(Hosts, are_recognised_by_what_is_said_then_by_domain_then_by_name) {
    struct Row {
        std::string name;
        std::string fields;
        std::string host;
    };
    for (const Row& row :
         {Row{"house", "base_url: \"https://api.groq.com/openai/v1\"", "groq"},
          Row{"house", "base_url: \"https://x.openai.azure.com/openai/v1\"", "azure"},
          Row{"house", "base_url: \"https://dashscope.aliyuncs.com/compatible-mode/v1\"", "dashscope"},
          Row{"groq", "base_url: \"https://api.moonshot.cn/v1\"", "moonshot"},
          Row{"ollama", "base_url: \"http://127.0.0.1:11434/v1\"", "ollama"},
          Row{"house", "host: vllm, base_url: \"http://127.0.0.1:8000/v1\"", "vllm"},
          Row{"groq", "host: vllm, base_url: \"https://api.groq.com/openai/v1\"", "vllm"},
          Row{"house", "base_url: \"http://127.0.0.1:8000/v1\"", ""}, Row{"house", "base_url: \"https://api.groq.com.example/v1\"", ""},
          Row{"anthropic", "base_url: \"http://127.0.0.1:8000/v1\"", ""},
          Row{"house", "base_url: \"https://generativelanguage.googleapis.com/v1beta/openai\"", "gemini-compat"}}) {
        const Provider provider = provider_of(row.name, row.fields);
        EXPECT_EQ(provider.host, row.host) << row.name << " " << row.fields;
        EXPECT_EQ(provider.rules, row.host.empty() ? catalog::HostRules() : host_of(row.host).rules);
    }
}

/// Everything about the provider `house` that speaks Gemini's dialect.
Provider gemini_at(const std::string& fields) {
    const ConfigReading reading = read_text("providers: {house: {dialect: gemini, " + fields +
                                            "}}\n"
                                            "models: [{id: m, targets: [{provider: house, model: m}]}]\n");
    EXPECT_TRUE(reading.config) << lines_of(reading)[0];
    return reading.config ? reading.config->providers.at("house") : Provider();
}

TEST(Hosts, of_geminis_dialect_are_told_apart_from_its_look_alike_and_unknown_ones_follow_its_rules) {
    const Provider google = gemini_at("base_url: \"https://generativelanguage.googleapis.com\"");
    EXPECT_EQ(google.host, "gemini");
    EXPECT_EQ(google.rules, host_of("gemini").rules);
    EXPECT_EQ(google.rules.rules.auth, catalog::Auth::api_key);

    const Provider vertex = gemini_at("base_url: \"https://us-central1-aiplatform.googleapis.com/v1\", rules: {gemini: {thoughts: false}}");
    EXPECT_EQ(vertex.host, "vertex");
    EXPECT_EQ(vertex.rules.rules.auth, catalog::Auth::bearer);
    EXPECT_FALSE(vertex.rules.rules.gemini.call_ids) << "a part is read on top of the host's";
    EXPECT_FALSE(vertex.rules.rules.gemini.thoughts);
    EXPECT_FALSE(vertex.rules.families.front().rules.gemini.thoughts);
    EXPECT_EQ(vertex.rules.families.front().rules.gemini.thinking, catalog::GeminiThinking::budget);

    const Provider house = gemini_at("base_url: \"http://127.0.0.1:8000/v1beta\"");
    EXPECT_EQ(house.host, "");
    EXPECT_EQ(house.rules, host_of("gemini").rules);
}

TEST(Hosts, of_anthropics_dialect_that_are_unknown_follow_its_rules) {
    const ConfigReading reading = read_text(
        "providers: {house: {dialect: anthropic, base_url: \"http://127.0.0.1:8000\", "
        "rules: {anthropic: {betas: [context-1m-2025-08-07]}}}}\n"
        "models: [{id: m, targets: [{provider: house, model: m}]}]\n");
    ASSERT_TRUE(reading.config);
    const Provider& house = reading.config->providers.at("house");
    EXPECT_EQ(house.host, "");
    EXPECT_EQ(house.rules.families.size(), host_of("anthropic").rules.families.size());
    const auto& newest = house.rules.families.back().rules.anthropic;
    EXPECT_EQ(newest.betas, std::vector<std::string>{"context-1m-2025-08-07"});
    EXPECT_FALSE(newest.prefill) << "a part is read on top of the family's";
}

TEST(Hosts, have_their_rules_overridden_one_by_one_families_included) {
    const Provider provider = provider_of(
        "openai", "base_url: \"http://127.0.0.1:1\", rules: {stop_is_kept: false, supports: {seed: false}, efforts: [max, low]}");
    DialectRules expected = host_of("openai").rules.rules;
    expected.stop_is_kept = false;
    expected.supports.seed = false;
    expected.efforts = {Effort::low, Effort::max};
    EXPECT_EQ(provider.rules.rules, expected);
    ASSERT_EQ(provider.rules.families.size(), host_of("openai").rules.families.size());
    for (const catalog::FamilyRules& family : provider.rules.families) {
        EXPECT_FALSE(family.rules.stop_is_kept) << family.match;
        EXPECT_FALSE(family.rules.supports.seed) << family.match;
        EXPECT_EQ(family.rules.efforts, expected.efforts) << family.match;
    }
}

TEST(Hosts, of_a_file_with_mistakes_are_refused_with_the_line) {
    const auto problem_of = [](std::string_view text) {
        std::vector<ConfigProblem> problems;
        read_hosts(text, "h", problems);
        return problems.empty() ? std::string() : to_text(problems.front());
    };
    EXPECT_EQ(problem_of("hosts:\n  a: {dialect: klingon}\n"),
              "h:2:16: hosts.a.dialect: must be one of openai, anthropic, gemini, bedrock");
    EXPECT_EQ(problem_of("hosts: {a: {}}\n"), "h:1:12: hosts.a.dialect: is missing");
    EXPECT_EQ(problem_of("host: {}\n"), "h:1:1: host: unknown name\n    hint: did you mean 'hosts'?");
    EXPECT_EQ(problem_of("hosts: {a: {dialect: openai, families: [{rules: {n: 1}}]}}\n"), "h:1:41: hosts.a.families[0].match: is missing");
    EXPECT_EQ(problem_of("hosts: [\n"), "h:1:8: not valid YAML: this { or [ is not closed");
}

TEST(NamePatterns, let_a_star_stand_for_anything) {
    using catalog::matches_pattern;
    EXPECT_TRUE(matches_pattern("gpt-5", "gpt-5"));
    EXPECT_TRUE(matches_pattern("gpt-5*", "gpt-5"));
    EXPECT_TRUE(matches_pattern("gpt-5*", "gpt-5.1-mini"));
    EXPECT_TRUE(matches_pattern("*-chat*", "gpt-5-chat-latest"));
    EXPECT_TRUE(matches_pattern("a*b*c", "a-b-b-c"));
    EXPECT_TRUE(matches_pattern("*", ""));
    EXPECT_TRUE(matches_pattern("**", "x"));
    EXPECT_FALSE(matches_pattern("gpt-5", "gpt-5.1"));
    EXPECT_FALSE(matches_pattern("gpt-5*", "gpt-4"));
    EXPECT_FALSE(matches_pattern("*.x.ai", "x.ai"));
    EXPECT_FALSE(matches_pattern("a*b", "a-b-c"));
    EXPECT_FALSE(matches_pattern("", "a"));
    EXPECT_FALSE(matches_pattern("A", "a"));
}

}  // namespace
}  // namespace parley::config
