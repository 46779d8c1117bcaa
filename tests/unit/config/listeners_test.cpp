#include "config/listeners.hpp"

#include "config/zero.hpp"
#include "support.hpp"

namespace parley::config {
namespace {

TEST(Listeners, are_one_of_listen_and_region_where_the_file_lists_none) {
    EXPECT_EQ(read_text("listen: \"127.0.0.1:9090\"\nregion: eu\n").config->listeners,
              (std::vector<Listener>{{"127.0.0.1:9090", "eu", {}}}));
    EXPECT_EQ(zero_config(environment_of({})).config->listeners, (std::vector<Listener>{{"127.0.0.1:8080", "us", {}}}));
}

TEST(Listeners, take_the_region_of_the_file_where_they_state_none) {
    const ConfigReading reading = read_text(
        "region: eu\nlisteners:\n  - {address: \"127.0.0.1:1\", region: us, hosts: [LLM.Example.com, \"[::1]\"]}\n"
        "  - {address: \"127.0.0.1:2\"}\n");
    ASSERT_TRUE(reading.config) << lines_of(reading)[0];
    EXPECT_EQ(reading.config->listeners,
              (std::vector<Listener>{{"127.0.0.1:1", "us", {"llm.example.com", "[::1]"}}, {"127.0.0.1:2", "eu", {}}}));
}

TEST(Listeners, of_the_eu_keep_their_data_there_unless_the_operator_says_otherwise) {
    const Config unsaid = *read_text("region: eu\n").config;
    EXPECT_TRUE(unsaid.residency_in("us").obeys_global);
    EXPECT_FALSE(unsaid.residency_in("eu").obeys_global);
    EXPECT_EQ(unsaid.residency_in("eu").region, "eu");
    EXPECT_TRUE(read_text("eu_obeys_global: true\n").config->residency_in("eu").obeys_global);
}

TEST(Listeners, answer_to_their_hosts_only) {
    const Listener any{"127.0.0.1:1", "us", {}};
    const Listener named{"127.0.0.1:1", "us", {"llm.example.com", "10.0.0.7", "[::1]"}};
    EXPECT_TRUE(serves_host(any, "whatever.example"));
    EXPECT_TRUE(serves_host(any, ""));
    for (const char* host : {"llm.example.com", "LLM.example.COM", "llm.example.com:8080", "llm.example.com.", "10.0.0.7", "10.0.0.7:80",
                             "[::1]", "[::1]:8080"}) {
        EXPECT_TRUE(serves_host(named, host)) << host;
    }
    for (const char* host :
         {"", "example.com", "xllm.example.com", "llm.example.com.evil.example", "llm.example.co", "10.0.0.70", "::1", "[::2]", "."}) {
        EXPECT_FALSE(serves_host(named, host)) << host;
    }
}

TEST(Keys, belong_to_an_account_and_may_have_a_limit_of_their_own) {
    const ConfigReading reading = read_text(
        "keys:\n  - {name: a, secret: 12345678}\n"
        "  - {name: b, secret: 12345679, account: team-1, requests_per_minute: 0}\n");
    ASSERT_TRUE(reading.config) << lines_of(reading)[0];
    EXPECT_EQ(reading.config->keys[0].account, "default");
    EXPECT_EQ(reading.config->keys[0].requests_per_minute, std::nullopt);
    EXPECT_EQ(reading.config->keys[1].account, "team-1");
    EXPECT_EQ(reading.config->keys[1].requests_per_minute, 0u);
}

}  // namespace
}  // namespace parley::config
