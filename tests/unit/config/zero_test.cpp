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

TEST(ZeroConfig, serves_simulated_models_beside_a_provider_where_they_are_asked_for) {
    ConfigReading reading = zero_config(environment_of({{"OPENAI_API_KEY", "sk-secret"}}));
    ASSERT_TRUE(reading.config);
    const std::size_t providers_models = reading.config->models.size();
    add_simulated_models(reading);
    ASSERT_TRUE(reading.config);
    EXPECT_TRUE(reading.config->simulated);
    EXPECT_TRUE(reading.config->providers.contains("openai") && reading.config->providers.contains("sim"));
    EXPECT_EQ(reading.config->models.size(), providers_models + simulated_models().size());
    EXPECT_TRUE(reading.config->models.back().simulated);

    const Config before = *reading.config;
    add_simulated_models(reading);
    EXPECT_EQ(*reading.config, before) << "once is enough";
}

TEST(ZeroConfig, refuses_simulated_models_beside_others_of_their_names) {
    const std::string text =
        "providers: {sim: {dialect: openai, base_url: 'http://127.0.0.1:9/v1'}}\n"
        "models: [{id: sim/echo, prices: {input: 0, output: 0}, targets: [{provider: sim, model: m}]}]\n";
    ConfigReading reading = read_text(text);
    ASSERT_TRUE(reading.config);
    add_simulated_models(reading);
    EXPECT_FALSE(reading.config);
    ASSERT_EQ(reading.problems.size(), 2u);
    EXPECT_EQ(reading.problems[0].message, "the configuration has a provider 'sim' of its own");
    EXPECT_EQ(reading.problems[1].message, "the configuration has a model 'sim/echo' of its own");
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
        EXPECT_TRUE(reading.warnings.empty());
        EXPECT_FALSE(reading.config->models.empty());
        for (const catalog::Model& model : reading.config->models) {
            EXPECT_EQ(model.targets[0].provider, known->id) << model.id;
            EXPECT_TRUE(model.prices) << model.id;
        }
    }
}

TEST(ZeroConfig, answers_with_every_model_since_nobody_has_promised_a_region) {
    for (const catalog::Host* known : known_providers()) {
        if (!has_builtin_model(*known)) continue;
        const ConfigReading reading = zero_config(environment_of({{known->variable, "sk-secret"}}));
        ASSERT_TRUE(reading.config) << known->id;
        for (const catalog::Model& model : reading.config->models) {
            const auto order = catalog::targets_for(model, reading.config->residency_in("us"), catalog::ModelRegion::not_stated);
            EXPECT_FALSE(order.empty()) << model.id << " of " << known->id;
        }
    }
    const ConfigReading file = read_text("log: {level: info}\n", {{"ANTHROPIC_API_KEY", "sk-secret"}});
    ASSERT_TRUE(file.config);
    EXPECT_TRUE(file.config->residency_in("us").keeps_region) << "a file is where an operator says what holds";
}

TEST(ZeroConfig, asks_for_a_file_where_it_knows_a_host_but_none_of_its_models) {
    const ConfigReading reading = zero_config(environment_of({{"DEEPSEEK_API_KEY", "sk-secret"}}));
    ASSERT_TRUE(reading.config);
    EXPECT_TRUE(reading.config->simulated);
    EXPECT_EQ(reading.warnings,
              std::vector<std::string>{"environment: DEEPSEEK_API_KEY: no model of deepseek is known: name some in a configuration file"});
}

TEST(ZeroConfig, has_no_model_id_twice) {
    const ConfigReading reading = zero_config(
        environment_of({{"OPENAI_API_KEY", "a"}, {"GROQ_API_KEY", "b"}, {"DASHSCOPE_API_KEY", "c"}, {"MOONSHOT_API_KEY", "d"}}));
    ASSERT_TRUE(reading.config);
    EXPECT_EQ(reading.config->providers.size(), 4u);
    std::vector<std::string> ids;
    for (const auto& model : reading.config->models) ids.push_back(model.id);
    std::sort(ids.begin(), ids.end());
    EXPECT_EQ(std::adjacent_find(ids.begin(), ids.end()), ids.end());
    EXPECT_TRUE(std::binary_search(ids.begin(), ids.end(), "gpt-oss-120b"));
}

bool serves(const Config& config, std::string_view model) {
    return std::any_of(config.models.begin(), config.models.end(), [&](const catalog::Model& known) { return known.id == model; });
}

TEST(ZeroConfig, serves_claude_at_bedrock_with_its_key) {
    const ConfigReading reading = zero_config(environment_of({{"AWS_BEARER_TOKEN_BEDROCK", "bedrock-api-key-1"}}));
    ASSERT_TRUE(reading.config);
    const Provider& provider = reading.config->providers.at("bedrock");
    EXPECT_EQ(provider.dialect, Dialect::bedrock);
    EXPECT_EQ(provider.base_url.host, "bedrock-runtime.us-east-1.amazonaws.com");
    EXPECT_EQ(provider.credential, Secret("bedrock-api-key-1"));
    EXPECT_TRUE(serves(*reading.config, "claude-sonnet-4-6"));
}

const std::map<std::string, std::string> aws_credentials = {
    {"AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"}, {"AWS_SECRET_ACCESS_KEY", "secret"}, {"AWS_SESSION_TOKEN", "token"}};

TEST(ZeroConfig, leaves_the_credentials_of_aws_alone_unless_it_is_asked) {
    const ConfigReading reading = zero_config(environment_of(aws_credentials));
    ASSERT_TRUE(reading.config);
    EXPECT_TRUE(reading.config->simulated);
    EXPECT_EQ(reading.warnings, std::vector<std::string>());
}

TEST(ZeroConfig, signs_with_the_credentials_of_aws_where_a_region_asks_for_it) {
    auto variables = aws_credentials;
    variables.emplace("PARLEY_AWS_REGION", "eu-west-1");
    const ConfigReading reading = zero_config(environment_of(variables));
    ASSERT_TRUE(reading.config);
    const Provider& provider = reading.config->providers.at("bedrock");
    EXPECT_EQ(provider.base_url.host, "bedrock-runtime.eu-west-1.amazonaws.com");
    EXPECT_EQ(provider.region, "eu");
    EXPECT_EQ(provider.aws_region, "eu-west-1");
    EXPECT_TRUE(provider.credential.empty());
    EXPECT_EQ(provider.access_key_id, Secret("AKIDEXAMPLE"));
    EXPECT_EQ(provider.secret_access_key, Secret("secret"));
    EXPECT_EQ(provider.session_token, Secret("token"));
}

TEST(ZeroConfig, signs_with_the_role_of_a_task_where_it_is_told_of_one) {
    const ConfigReading reading =
        zero_config(environment_of({{"PARLEY_AWS_REGION", "us-west-2"}, {"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/credentials/7"}}));
    ASSERT_TRUE(reading.config);
    const Provider& provider = reading.config->providers.at("bedrock");
    EXPECT_EQ(provider.aws_role, AwsRole::container);
    EXPECT_EQ(provider.aws_role_url.authority() + provider.aws_role_url.path, "169.254.170.2/v2/credentials/7");
    EXPECT_EQ(provider.aws_region, "us-west-2");
}

TEST(ZeroConfig, says_what_a_region_without_credentials_lacks) {
    const ConfigReading reading = zero_config(environment_of({{"PARLEY_AWS_REGION", "eu-west-1"}}));
    ASSERT_TRUE(reading.config);
    EXPECT_EQ(
        reading.warnings,
        std::vector<std::string>{"environment: PARLEY_AWS_REGION: there are no AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to sign with"});
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
