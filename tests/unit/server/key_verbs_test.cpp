#include "server/key_verbs.hpp"

#include <gtest/gtest.h>

#include "server/local_store.hpp"
#include "server/process_verbs.hpp"
#include "unit/store/temporary_folder.hpp"

namespace parley::server {
namespace {

using control::Answer;
using nlohmann::json;
using Problems = std::vector<std::string>;
using Missing = store::DataDirectory::Missing;

class KeyVerbs : public testing::Test {
  protected:
    Answer run(const std::string& verb, json arguments) { return control::run_verb(verbs, {verb, std::move(arguments)}); }

    store::TemporaryFolder folder;
    std::unique_ptr<LocalStore> store = LocalStore::open(folder.path(), std::nullopt, Missing::make).value();
    control::Verbs verbs = key_verbs(store->keys());
};

TEST_F(KeyVerbs, shows_a_key_once_and_its_end_ever_after) {
    const json made = run("keys.create", {{"name", "voice-bot"}, {"account", "acme"}, {"models", {"gpt-5"}}}).value();
    const std::string key = made.at("key");
    EXPECT_TRUE(key.starts_with("sk-parley-" + made.at("id").get<std::string>() + "-"));
    EXPECT_EQ(made.at("account"), "acme");
    EXPECT_EQ(made.at("models"), json({"gpt-5"}));
    EXPECT_EQ(made.at("expires"), json());
    const std::string listed = run("keys.list", json::object()).value().dump();
    EXPECT_EQ(listed.find(key.substr(key.size() - 43)), std::string::npos);
    EXPECT_NE(listed.find("\"last_characters\":\"" + key.substr(key.size() - 4)), std::string::npos);
}

TEST_F(KeyVerbs, tells_the_state_of_a_key) {
    static UnixSeconds now = unix_now();
    const control::Verbs later = key_verbs(store->keys(), [] { return now; });
    const std::string expiring = run("keys.create", {{"name", "a"}, {"expires_in_seconds", 3600}}).value().at("id");
    const std::string revoked = run("keys.create", {{"name", "b"}}).value().at("id");
    EXPECT_EQ(run("keys.revoke", {{"id", revoked}}).value().at("state"), "revoked");
    now += 3700;
    const json listed = control::run_verb(later, {"keys.list"}).value();
    for (const json& key : listed.at("keys")) {
        EXPECT_EQ(key.at("state"), key.at("id") == revoked ? "revoked" : "expired");
    }
}

TEST_F(KeyVerbs, lists_page_by_page) {
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(run("keys.create", {{"name", "n"}}).has_value());
    const json first = run("keys.list", {{"limit", 2}}).value();
    EXPECT_EQ(first.at("keys").size(), 2u);
    EXPECT_EQ(first.at("more"), true);
    const json last = run("keys.list", {{"limit", 2}, {"after", first.at("keys")[1].at("id")}}).value();
    EXPECT_EQ(last.at("keys").size(), 1u);
    EXPECT_EQ(last.at("more"), false);
    EXPECT_EQ(run("keys.list", {{"limit", 3}}).value().at("more"), false);
}

TEST_F(KeyVerbs, fits_a_page_of_the_longest_keys_into_an_answer) {
    const json longest{{"name", std::string(auth::key_name_bytes_max, 'n')},
                       {"account", std::string(auth::key_name_bytes_max, 'a')},
                       {"models", Problems(auth::key_models_max, std::string(auth::key_model_bytes_max, 'm'))},
                       {"expires_in_seconds", 1'000'000'000},
                       {"requests_per_minute", auth::key_requests_per_minute_max}};
    ASSERT_TRUE(run("keys.create", longest).has_value());
    const std::size_t one = control::print_answer(run("keys.list", json::object())).size();
    EXPECT_LT(one * listed_keys_max, control::answer_bytes_max);
}

TEST_F(KeyVerbs, refuses_bad_arguments_by_name) {
    const struct {
        const char* verb;
        json arguments;
        Problems problems;
    } table[] = {
        {"keys.create", json::object(), {"name must be 1 to 100 letters, digits, '.', '_' and '-'"}},
        {"keys.create", {{"name", 7}}, {"name must be a text"}},
        {"keys.create", {{"name", "n"}, {"role", "admin"}}, {"role: unknown name"}},
        {"keys.create", {{"name", "n"}, {"models", "gpt-5"}}, {"models must be a list of texts"}},
        {"keys.create", {{"name", "n"}, {"models", {"gpt-5", 5}}}, {"models must be a list of texts"}},
        {"keys.create", {{"name", "n"}, {"expires_in_seconds", 1.5}}, {"expires_in_seconds must be a whole number"}},
        {"keys.create", {{"name", "n"}, {"requests_per_minute", "9"}}, {"requests_per_minute must be a whole number"}},
        {"keys.list", {{"limit", 0}}, {"limit must be 1 to 250"}},
        {"keys.list", {{"limit", 251}}, {"limit must be 1 to 250"}},
        {"keys.list", {{"limit", -1}}, {"limit must be 1 to 250"}},
        {"keys.revoke", json::object(), {"id is missing"}},
        {"keys.revoke", {{"id", json::array()}}, {"id must be a text"}},
    };
    for (const auto& [verb, arguments, problems] : table) {
        const Answer answer = run(verb, arguments);
        ASSERT_TRUE(answer.has_error()) << verb << arguments;
        EXPECT_EQ(answer.error().kind, ErrorKind::bad_request) << verb << arguments;
        EXPECT_EQ(answer.error().problems, problems) << verb << arguments;
    }
    EXPECT_EQ(run("keys.revoke", {{"id", "nobody"}}).error().kind, ErrorKind::not_found);
    EXPECT_EQ(run("keys.list", json::object()).value().at("keys").size(), 0u) << "none of them made a key";
}

TEST_F(KeyVerbs, status_says_where_the_process_listens_and_how_many_keys_open_it) {
    ASSERT_TRUE(run("keys.create", {{"name", "n"}}).has_value());
    const std::string revoked = run("keys.create", {{"name", "m"}}).value().at("id");
    ASSERT_TRUE(run("keys.revoke", {{"id", revoked}}).has_value());
    const ProcessFacts facts{{"http://127.0.0.1:1"}, "http://127.0.0.1:2"};
    const control::Verbs process = process_verbs(facts, store->keys(), [] { return std::optional<Error>(); });
    const json status = control::run_verb(process, {"status"}).value();
    EXPECT_EQ(status.at("urls"), json({"http://127.0.0.1:1"}));
    EXPECT_EQ(status.at("admin_url"), "http://127.0.0.1:2");
    EXPECT_EQ(status.at("pid"), ::getpid());
    EXPECT_EQ(status.at("keys"), json({{"usable", 1}, {"stored", 2}}));
    EXPECT_EQ(control::run_verb(process, {"reload"}).value(), json({{"reloaded", true}}));
}

TEST_F(KeyVerbs, access_is_a_url_of_this_machine_and_a_key_that_is_kept_nowhere) {
    ASSERT_FALSE(store->keys().load({}));
    const ProcessFacts facts{.local_url = reached_from_here("http://0.0.0.0:8080")};
    const control::Verbs process = process_verbs(facts, store->keys(), [] { return std::optional<Error>(); });
    const json access = control::run_verb(process, {"access"}).value();
    EXPECT_EQ(access.at("url"), "http://127.0.0.1:8080");
    EXPECT_TRUE(store->keys().ring()->identify(access.at("key").get<std::string>()).has_value());
    EXPECT_EQ(control::run_verb(process, {"access"}).value(), access);
    EXPECT_EQ(run("keys.list", json::object()).value().at("keys"), json::array());
}

TEST(ReachedFromHere, is_the_loopback_address_of_what_listens_everywhere) {
    EXPECT_EQ(reached_from_here("https://[::]:443"), "https://[::1]:443");
    EXPECT_EQ(reached_from_here("http://10.0.0.7:8080"), "http://10.0.0.7:8080");
}

TEST_F(KeyVerbs, reload_tells_why_it_was_refused) {
    const auto refuse = [] { return std::optional<Error>(Error{.kind = ErrorKind::bad_request, .message = "parley.yaml:3:1"}); };
    const control::Verbs process = process_verbs({}, store->keys(), refuse);
    EXPECT_EQ(control::run_verb(process, {"reload"}).error().message, "parley.yaml:3:1");
}

TEST(LocalStore, that_is_open_is_refused_to_a_second_process) {
    store::TemporaryFolder folder;
    const auto first = LocalStore::open(folder.path(), std::nullopt, Missing::make);
    ASSERT_TRUE(first.has_value());
    const auto second = LocalStore::open(folder.path(), std::nullopt, Missing::make);
    ASSERT_TRUE(second.has_error());
    EXPECT_NE(second.error().message.find(folder.path() + ": in use by process"), std::string::npos);
}

}  // namespace
}  // namespace parley::server
