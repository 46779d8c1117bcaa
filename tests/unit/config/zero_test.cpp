#include "config/zero.hpp"

#include <algorithm>

#include "support.hpp"

namespace parley::config {
namespace {

TEST(ZeroConfig, serves_simulated_models_when_the_environment_has_no_provider) {
    const ConfigReading reading = zero_config(environment_of({{"PATH", "/bin"}, {"OPENAI_API_KEY", ""}}));
    ASSERT_TRUE(reading.config);
    const Config& config = *reading.config;
    EXPECT_TRUE(config.simulated);
    EXPECT_EQ(config.listen, "127.0.0.1:8080");
    EXPECT_GE(config.threads, 1u);
    EXPECT_TRUE(config.keys.empty());
    ASSERT_TRUE(config.providers.contains("sim"));
    EXPECT_EQ(config.providers.at("sim").base_url.host, "");
    EXPECT_TRUE(config.providers.at("sim").credential.empty());
    std::vector<std::string> ids;
    for (const auto& model : config.models) {
        ids.push_back(model.id);
        EXPECT_EQ(model.targets, (std::vector<catalog::Target>{{"sim", model.id, "us"}}));
        EXPECT_EQ(model.prices, catalog::Prices{}) << "free of charge";
        EXPECT_TRUE(model.simulated);
    }
    EXPECT_EQ(ids, (std::vector<std::string>{"sim/echo", "sim/fixed", "sim/words-50", "sim/tool", "sim/json"}));
    EXPECT_TRUE(reading.warnings.empty());
}

TEST(ZeroConfig, serves_the_simulated_models_in_the_region_of_the_file) {
    const ConfigReading reading = read_text("region: eu\n");
    ASSERT_TRUE(reading.config);
    EXPECT_TRUE(reading.config->simulated);
    EXPECT_EQ(reading.config->models[0].targets[0].region, "eu");
}

TEST(ZeroConfig, takes_every_known_provider_with_its_models) {
    for (const catalog::Host* known : known_providers()) {
        if (!has_builtin_model(*known)) continue;
        const ConfigReading reading = zero_config(environment_of({{known->variable, "sk-secret"}}));
        ASSERT_TRUE(reading.config) << known->id;
        EXPECT_FALSE(reading.config->simulated);
        ASSERT_EQ(reading.config->providers.size(), 1u);
        const Provider& provider = reading.config->providers.at(known->id);
        EXPECT_EQ(provider.credential, Secret("sk-secret"));
        EXPECT_EQ(provider.base_url.scheme, BaseUrl::Scheme::https);
        EXPECT_EQ(provider.host, known->id);
        EXPECT_EQ(provider.rules, known->rules);
        EXPECT_EQ(reading.warnings.size(), known->region == "us" ? 0u : 1u);
        EXPECT_FALSE(reading.config->models.empty());
        for (const catalog::Model& model : reading.config->models) {
            EXPECT_EQ(model.targets[0].provider, known->id) << model.id;
            EXPECT_TRUE(model.prices) << model.id;
        }
    }
}

TEST(ZeroConfig, asks_for_a_file_where_it_knows_a_host_but_none_of_its_models) {
    const ConfigReading reading = zero_config(environment_of({{"DEEPSEEK_API_KEY", "sk-secret"}}));
    ASSERT_TRUE(reading.config);
    EXPECT_TRUE(reading.config->simulated);
    EXPECT_EQ(reading.warnings,
              std::vector<std::string>{
                  "environment: DEEPSEEK_API_KEY: no model of deepseek is known: name some in a configuration file"});
}

TEST(ZeroConfig, has_no_model_id_twice) {
    const ConfigReading reading = zero_config(environment_of(
        {{"OPENAI_API_KEY", "a"}, {"GROQ_API_KEY", "b"}, {"DASHSCOPE_API_KEY", "c"}, {"MOONSHOT_API_KEY", "d"}}));
    ASSERT_TRUE(reading.config);
    EXPECT_EQ(reading.config->providers.size(), 4u);
    std::vector<std::string> ids;
    for (const auto& model : reading.config->models)
        ids.push_back(model.id);
    std::sort(ids.begin(), ids.end());
    EXPECT_EQ(std::adjacent_find(ids.begin(), ids.end()), ids.end());
    EXPECT_TRUE(std::binary_search(ids.begin(), ids.end(), "gpt-oss-120b"));
}

TEST(ZeroConfig, notices_providers_that_it_cannot_speak_to_yet) {
    const ConfigReading reading = zero_config(environment_of({{"AWS_BEARER_TOKEN_BEDROCK", "a"}}));
    ASSERT_TRUE(reading.config);
    EXPECT_TRUE(reading.config->simulated);
    EXPECT_EQ(reading.warnings, std::vector<std::string>{"environment: AWS_BEARER_TOKEN_BEDROCK: this provider is not supported yet"});
}

TEST(ZeroConfig, finds_transcripts_with_the_key_of_the_environment) {
    const ConfigReading reading = zero_config(environment_of({{"ASSEMBLYAI_API_KEY", "b"}}));
    ASSERT_TRUE(reading.config);
    ASSERT_EQ(reading.config->speech_to_text.size(), 1u);
    const SpeechToText& service = reading.config->speech_to_text[0];
    EXPECT_EQ(service.region, "us");
    EXPECT_EQ(service.base_url.authority(), "api.assemblyai.com");
    EXPECT_EQ(service.credential, Secret("b"));
    EXPECT_EQ(service.accounts, std::vector<std::string>{"default"});
    EXPECT_TRUE(zero_config(environment_of({})).config->speech_to_text.empty());
}

TEST(ZeroConfig, serves_claude_with_the_key_of_the_environment) {
    const ConfigReading reading = zero_config(environment_of({{"ANTHROPIC_API_KEY", "sk-ant-1"}}));
    ASSERT_TRUE(reading.config);
    const Provider& provider = reading.config->providers.at("anthropic");
    EXPECT_EQ(provider.dialect, Dialect::anthropic);
    EXPECT_EQ(provider.credential, Secret("sk-ant-1"));
    EXPECT_FALSE(provider.rules.families.empty());
    const auto is_claude = [](const catalog::Model& model) { return model.id == "claude-sonnet-4-6"; };
    EXPECT_TRUE(std::any_of(reading.config->models.begin(), reading.config->models.end(), is_claude));
}

TEST(ZeroConfig, makes_the_key_of_the_environment_the_default_one) {
    const ConfigReading reading = zero_config(environment_of({{"PARLEY_KEY", "12345678"}}));
    ASSERT_TRUE(reading.config);
    EXPECT_EQ(reading.config->keys, (std::vector<Key>{{"default", Secret("12345678")}}));
}

TEST(ZeroConfig, refuses_variables_that_cannot_be_keys) {
    const ConfigReading reading = zero_config(environment_of({{"PARLEY_KEY", "1234567"}, {"GROQ_API_KEY", "gsk\n"}}));
    EXPECT_FALSE(reading.config);
    ASSERT_EQ(reading.problems.size(), 2u);
    EXPECT_EQ(to_text(reading.problems[0]), "environment: PARLEY_KEY: must have at least 8 characters");
    EXPECT_EQ(to_text(reading.problems[1]), "environment: GROQ_API_KEY: must be printable ASCII without spaces");
}

}  // namespace
}  // namespace parley::config
