#include "server/reload.hpp"

#include <gtest/gtest.h>

namespace parley::server {
namespace {

using config::Config;

Config running() {
    Config config;
    config.listeners = {{"127.0.0.1:8080", "us", {}}, {"127.0.0.1:8090", "eu", {}}};
    config.threads = 2;
    config.tls = config::TlsFiles{"/c.pem", "/k.pem"};
    return config;
}

struct Change {
    const char* name;
    void (*make)(Config&);
};

// What a reload cannot do: the line it logs begins with the name, and the value stays.
TEST(Reload, keeps_what_needs_a_restart_and_names_it) {
    const Change changes[] = {
        {"listen",
         [](Config& config) {
             config.listen = "127.0.0.1:9090";
             config.listeners = {{"127.0.0.1:9090", "us", {}}};
         }},
        {"listeners", [](Config& config) { config.listeners.pop_back(); }},
        {"listeners", [](Config& config) { config.listeners[1].address = "127.0.0.1:8091"; }},
        {"admin_listen", [](Config& config) { config.admin_listen = "127.0.0.1:9091"; }},
        {"threads", [](Config& config) { config.threads = 3; }},
        {"data", [](Config& config) { config.data = "/elsewhere"; }},
        {"tls", [](Config& config) { config.tls.reset(); }},
    };
    for (const Change& change : changes) {
        Config wanted = running();
        change.make(wanted);
        const auto lines = keep_what_needs_a_restart(running(), wanted);
        ASSERT_EQ(lines.size(), 1u) << change.name;
        EXPECT_EQ(lines[0], std::string(change.name) + ": takes effect with the next start; until then it stays as it is");
        EXPECT_EQ(wanted, running()) << change.name;
    }
}

TEST(Reload, takes_everything_else) {
    const Change changes[] = {
        {"region of a listener", [](Config& config) { config.listeners[1].region = "us"; }},
        {"hosts of a listener", [](Config& config) { config.listeners[0].hosts = {"llm.example.com"}; }},
        {"files of tls", [](Config& config) { config.tls->certificate = "/new.pem"; }},
        {"keys",
         [](Config& config) {
             config.keys.push_back({"a", Secret("12345678")});
         }},
        {"routing", [](Config& config) { config.routing.idle_timeout = std::chrono::seconds(1); }},
        {"http", [](Config& config) { config.http_limits.connections_max = 7; }},
        {"log", [](Config& config) { config.log.level = config::LogLevel::debug; }},
    };
    for (const Change& change : changes) {
        Config wanted = running();
        change.make(wanted);
        const Config asked = wanted;
        EXPECT_TRUE(keep_what_needs_a_restart(running(), wanted).empty()) << change.name;
        EXPECT_EQ(wanted, asked) << change.name;
    }
}

TEST(Reload, names_everything_that_stays_at_once) {
    Config wanted = running();
    wanted.threads = 8;
    wanted.data = "/elsewhere";
    wanted.region = "eu";
    const auto lines = keep_what_needs_a_restart(running(), wanted);
    EXPECT_EQ(lines.size(), 2u);
    EXPECT_EQ(wanted.region, "eu");
}

}  // namespace
}  // namespace parley::server
