#include "config/read_config.hpp"

#include "config/core_count.hpp"
#include "config/tables.hpp"
#include "config/yaml.hpp"
#include "support.hpp"

namespace parley::config {
namespace {

using std::chrono::milliseconds;

TEST(ReadConfig, reads_every_part_of_a_good_file) {
    const ConfigReading reading = read_text(good_config, {{"UP_KEY", "sk-up"}});
    EXPECT_EQ(lines_of(reading), std::vector<std::string>{});
    EXPECT_EQ(reading.warnings, std::vector<std::string>{});
    ASSERT_TRUE(reading.config);
    const Config& config = *reading.config;

    EXPECT_EQ(config.listen, "127.0.0.1:9090");
    EXPECT_EQ(config.admin_listen, "127.0.0.1:8081");
    EXPECT_EQ(config.region, "eu");
    EXPECT_EQ(config.data, "./parley-data");
    EXPECT_EQ(config.threads, core_count());
    EXPECT_EQ(config.keys, (std::vector<Key>{{"dev", Secret("dev-secret-1")}}));
    ASSERT_EQ(config.providers.size(), 1u);
    const Provider& up = config.providers.at("up");
    EXPECT_EQ(up.base_url, (BaseUrl{BaseUrl::Scheme::https, "up.example", 443, "/v1"}));
    EXPECT_EQ(up.credential, Secret("sk-up"));
    ASSERT_EQ(config.models.size(), 1u);
    EXPECT_EQ(config.models[0], (catalog::Model{.id = "house-model",
                                                .context_length = 128000,
                                                .supported_parameters = {catalog::Parameter::max_tokens, catalog::Parameter::stream},
                                                .prices = catalog::Prices{.input = {150'000}, .output = {600'000}},
                                                .targets = {{"up", "Org/Model-32B", "eu"},  // its provider's region
                                                            {"up", "sim/words-50?first=200ms&rate=80", "us"}}}));
    EXPECT_EQ(config.routing.connect_timeout, milliseconds(2'000));
    EXPECT_EQ(config.routing.first_chunk_timeout, milliseconds(60'000));
    EXPECT_EQ(config.routing.total_timeout, milliseconds(300'000));
    EXPECT_EQ(config.http_limits.body_bytes_max, 20u * 1024 * 1024);
    EXPECT_EQ(config.http_limits.head_timeout, milliseconds(500));
    EXPECT_EQ(config.http_limits.head_bytes_max, http::Limits{}.head_bytes_max);
    EXPECT_EQ(config.drain.grace, milliseconds(0));
    EXPECT_EQ(config.log.level, LogLevel::debug);
    EXPECT_FALSE(config.simulated);
    EXPECT_FALSE(config.tls);
}

TEST(ReadConfig, reads_json_since_it_is_yaml) {
    const ConfigReading reading = read_text(R"({"listen": "[::1]:0", "store": "sqlite", "shared_limits": "memory",)"
                                            R"( "tls": {"certificate": "/c.pem", "key": "/k.pem"}, "threads": 3})");
    ASSERT_TRUE(reading.config) << lines_of(reading)[0];
    EXPECT_EQ(reading.config->listen, "[::1]:0");
    EXPECT_EQ(reading.config->tls, (TlsFiles{"/c.pem", "/k.pem"}));
    EXPECT_EQ(reading.config->threads, 3u);
}

TEST(ReadConfig, reads_what_an_operator_says_of_the_ledger_and_the_admin_api) {
    const ConfigReading reading = read_text("admin_key: sixteen-letters-\nledger: {retention: {days: 400, bytes: 20GiB}}\n");
    ASSERT_TRUE(reading.config) << lines_of(reading)[0];
    EXPECT_EQ(reading.config->admin_key, Secret("sixteen-letters-"));
    EXPECT_EQ(reading.config->ledger.retention, (Retention{.days = 400, .bytes = 20ull << 30}));
    for (const char* edge : {"{days: 1}", "{days: 36500}", "{bytes: 16MiB}", "{bytes: 16384GiB}", "{}"}) {
        EXPECT_TRUE(read_text("ledger: {retention: " + std::string(edge) + "}\n").config) << edge;
    }
    EXPECT_EQ(read_text("region: us\n").config->ledger, Ledger{}) << "everything is kept, for ever";
}

TEST(ReadConfig, reads_who_turns_speech_into_text) {
    const ConfigReading reading = read_text(
        "speech_to_text:\n  - {region: eu, base_url: https://api.eu.assemblyai.com, credential: k, accounts: [a, b]}\n  - {region: us}\n"
        "transcripts: {account_bytes: 2GiB, cache_bytes: 1MiB, days: 30}\nunderstanding: {model: gpt-4.1, requests_per_minute: 30}\n");
    ASSERT_TRUE(reading.config) << lines_of(reading)[0];
    ASSERT_EQ(reading.config->speech_to_text.size(), 2u);
    EXPECT_EQ(reading.config->speech_to_text[0].accounts, (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(reading.config->speech_to_text[0].credential, Secret("k"));
    EXPECT_TRUE(reading.config->speech_to_text[1].credential.empty()) << "callers show keys of their own";
    EXPECT_EQ(reading.config->speech_to_text[1].region, "us");
    EXPECT_EQ(reading.config->speech_to_text[1].base_url.authority(), "api.assemblyai.com");
    EXPECT_EQ(reading.config->transcripts, (Transcripts{2ull << 30, 1u << 20, 30}));
}

TEST(ReadConfig, expands_an_alias_wherever_it_stands) {
    const ConfigReading reading = read_text(
        "providers: {a: {dialect: openai, base_url: http://127.0.0.1:1/v1}}\n"
        "models:\n  - {id: m, targets: &answering [{provider: a, model: x}]}\n  - {id: n, targets: *answering}\n");
    ASSERT_TRUE(reading.config) << lines_of(reading)[0];
    EXPECT_EQ(reading.config->models[0].targets, reading.config->models[1].targets);
}

TEST(ReadConfig, lets_a_substituted_value_never_become_structure) {
    const ConfigReading reading =
        read_text("keys: [{name: a, secret: \"${SECRET}\"}]\n", {{"SECRET", "12345678}, {name: b, secret: 87654321"}});
    EXPECT_EQ(lines_of(reading), (std::vector<std::string>{"1:26: keys[0].secret: must be printable ASCII without spaces"}));

    const ConfigReading tame = read_text("keys: [{name: a, secret: \"${SECRET}\"}]\n", {{"SECRET", "a\",b:{}#!&*|"}});
    ASSERT_TRUE(tame.config);
    EXPECT_EQ(tame.config->keys, (std::vector<Key>{{"a", Secret("a\",b:{}#!&*|")}}));
}

TEST(ReadConfig, takes_providers_from_the_environment_only_where_the_file_has_none) {
    const std::map<std::string, std::string> variables{{"GROQ_API_KEY", "gsk-1"}, {"UP_KEY", "sk-up"}};
    const ConfigReading without = read_text("region: us\n", variables);
    ASSERT_TRUE(without.config);
    EXPECT_TRUE(without.config->providers.contains("groq"));
    EXPECT_EQ(without.config->keys, std::vector<Key>{});

    const ConfigReading with = read_text(good_config, variables);
    ASSERT_TRUE(with.config);
    EXPECT_FALSE(with.config->providers.contains("groq"));
}

TEST(ReadConfig, warns_of_a_credential_that_would_travel_in_clear) {
    const auto warnings = [](const std::string& url) {
        return read_text("providers:\n  a: {dialect: openai, base_url: \"" + url +
                         "\", credential: c, region: us}\n"
                         "models: [{id: m, prices: {input: 1, output: 2}, targets: [{provider: a, model: m}]}]\n")
            .warnings;
    };
    EXPECT_EQ(warnings("http://10.0.0.1/v1"),
              (std::vector<std::string>{"parley.yaml:2:3: providers.a: the credential and all prompts travel in clear: "
                                        "base_url is not https"}));
    EXPECT_EQ(warnings("http://127.0.0.1:8000/v1"), std::vector<std::string>{});
    EXPECT_EQ(warnings("http://[::1]:8000/v1"), std::vector<std::string>{});
    EXPECT_EQ(warnings("https://10.0.0.1/v1"), std::vector<std::string>{});
}

TEST(ReadConfig, accepts_a_key_at_its_least_and_refuses_one_beyond_its_most) {
    const auto with_secret = [](std::size_t bytes) { return read_text("keys: [{name: a, secret: " + std::string(bytes, 'x') + "}]\n"); };
    EXPECT_FALSE(with_secret(key_secret_bytes_min - 1).config);
    EXPECT_TRUE(with_secret(key_secret_bytes_min).config);
    EXPECT_TRUE(with_secret(secret_bytes_max).config);
    EXPECT_FALSE(with_secret(secret_bytes_max + 1).config);
}

TEST(ReadConfig, accepts_as_many_models_targets_and_keys_as_it_says) {
    const auto models_of = [](std::size_t models, std::size_t targets) {
        std::string text = "providers: {a: {dialect: openai, base_url: https://a.example}}\nmodels:\n";
        for (std::size_t i = 0; i < models; ++i) {
            text += "  - id: m" + std::to_string(i) + "\n    targets:\n";
            for (std::size_t j = 0; j < targets; ++j) text += "      - {provider: a, model: x}\n";
        }
        return read_text(text);
    };
    const auto keys_of = [](std::size_t keys) {
        std::string text = "keys:\n";
        for (std::size_t i = 0; i < keys; ++i) {
            text += "  - {name: k" + std::to_string(i) + ", secret: secret-" + std::to_string(i) + "}\n";
        }
        return read_text(text);
    };
    EXPECT_TRUE(models_of(models_max, 1).config);
    EXPECT_FALSE(models_of(models_max + 1, 1).config);
    EXPECT_TRUE(models_of(1, catalog::targets_max).config);
    EXPECT_FALSE(models_of(1, catalog::targets_max + 1).config);
    EXPECT_TRUE(keys_of(keys_max).config);
    EXPECT_FALSE(keys_of(keys_max + 1).config);
}

TEST(ReadConfigFile, reads_a_file_and_names_it_in_problems) {
    const TemporaryFolder folder;
    const std::string good = folder.write("good.yaml", good_config);
    EXPECT_TRUE(read_config_file(good, environment_of({{"UP_KEY", "sk-up"}})).config);

    const std::string bad = folder.write("bad.yaml", "regin: us\n");
    const ConfigReading reading = read_config_file(bad, environment_of({}));
    ASSERT_EQ(reading.problems.size(), 1u);
    EXPECT_EQ(to_text(reading.problems[0]), bad + ":1:1: regin: unknown name\n    hint: did you mean 'region'?");
}

TEST(ReadConfigFile, refuses_what_is_no_small_regular_file) {
    const TemporaryFolder folder;
    const std::string fifo = folder.path() + "/fifo";
    ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
    const std::map<std::string, std::string> expected{
        {folder.path(), "is a directory"},
        {fifo, "is not a regular file"},
        {"/dev/zero", "is not a regular file"},
        {folder.path() + "/missing", "cannot be opened: No such file or directory"},
        {folder.write("huge", std::string(file_bytes_max + 1, '#')), "is larger than 1MiB"},
        {folder.write("full", std::string(file_bytes_max, '#')), "the file is empty"},
    };
    for (const auto& [path, message] : expected) {
        const ConfigReading reading = read_config_file(path, environment_of({}));
        ASSERT_EQ(reading.problems.size(), 1u) << path;
        EXPECT_EQ(reading.problems[0].message, message) << path;
        EXPECT_FALSE(reading.config);
    }
}

TEST(ReadConfigFile, warns_when_everyone_may_read_secrets_in_it) {
    const TemporaryFolder folder;
    const std::string literal = "keys: [{name: a, secret: 12345678}]\n";
    const std::string substituted = "keys: [{name: a, secret: \"${SECRET}\"}]\n";
    const auto warnings = [&](const std::string& path) {
        const ConfigReading reading = read_config_file(path, environment_of({{"SECRET", "12345678"}}));
        EXPECT_TRUE(reading.config);
        return reading.warnings;
    };
    const std::string open = folder.write("open.yaml", literal, 0644);
    EXPECT_EQ(warnings(open), (std::vector<std::string>{open + ": holds secrets and can be read by everyone on this machine"}));
    EXPECT_EQ(warnings(folder.write("closed.yaml", literal, 0640)), std::vector<std::string>{});
    EXPECT_EQ(warnings(folder.write("elsewhere.yaml", substituted, 0644)), std::vector<std::string>{});
}

}  // namespace
}  // namespace parley::config
