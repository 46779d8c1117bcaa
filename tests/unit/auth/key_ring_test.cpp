#include "auth/key_ring.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

namespace parley::auth {
namespace {

constexpr std::string_view secret = "sk-Parley_dev-Key.0123456789";

KeyRing ring_with_one_key() { return KeyRing({{"dev", Secret(std::string(secret))}}); }

std::string answer_of(const KeyRing& ring, std::string_view field) {
    const Result<const Principal*> who = ring.identify(field);
    if (who) return (*who)->key_name;
    EXPECT_EQ(who.error().kind, ErrorKind::unauthenticated);
    EXPECT_EQ(who.error().source, ErrorSource::downstream);
    EXPECT_EQ(who.error().code, "invalid_api_key");
    return who.error().message;
}

const std::string missing = "Your account does not have access to LLM Gateway: no API key was shown. Show one, or upgrade your account.";
const std::string wrong = "Authentication error, API token missing/invalid";

TEST(KeyRing, knows_a_key_with_and_without_its_scheme) {
    const KeyRing ring = ring_with_one_key();
    const std::string key(secret);
    for (const std::string& field : {key, "Bearer " + key, "bearer " + key, "BEARER " + key, "bEaReR \t " + key, "  " + key + " \t",
                                     " Bearer  " + key + "  ", "Bearer\t" + key}) {
        EXPECT_EQ(answer_of(ring, field), "dev") << field;
    }
}

TEST(KeyRing, says_that_nothing_was_shown) {
    const KeyRing ring = ring_with_one_key();
    for (const char* field : {"", " ", "\t \t", "Bearer", "bearer ", " BEARER \t"}) {
        EXPECT_EQ(answer_of(ring, field), missing) << '"' << field << '"';
    }
}

TEST(KeyRing, refuses_what_is_nearly_a_key) {
    const KeyRing ring = ring_with_one_key();
    const std::string key(secret);
    std::string upper = key;
    std::transform(upper.begin(), upper.end(), upper.begin(), [](unsigned char letter) { return std::toupper(letter); });
    std::vector<std::string> fields{
        key + "x",
        "x" + key,
        key.substr(1),
        key.substr(0, key.size() - 1),
        upper,
        {key.rbegin(), key.rend()},
        key + key,
        key + " " + key,
        "Basic " + key,
        "Token " + key,
        "Bearer:" + key,
        "Bearer" + key,
        "Bearer Bearer " + key,
        "\"" + key + "\"",
        key + ",",
        "Bearer " + key + ", Bearer " + key,
        "dev",
        "dev:" + key,
        key.substr(0, 9),
        key + '\0',
        std::string("\0", 1) + key,
        key + "\n",
        "\xc2\xa0" + key,
        "\xef\xbb\xbf" + key,
    };
    for (std::size_t i = 0; i < key.size(); ++i) {
        std::string changed = key;
        changed[i] ^= 1;
        fields.push_back(changed);
    }
    for (const std::string& field : fields) EXPECT_EQ(answer_of(ring, field), wrong) << field;
}

TEST(KeyRing, looks_up_what_was_meant_for_an_interpreter_like_anything_else) {
    const KeyRing ring = ring_with_one_key();
    for (const std::string field : {"' OR '1'='1", "'; DROP TABLE keys; --", "{\"$ne\": null}", "*)(uid=*))(|(uid=*", "${jndi:ldap://x/y}",
                                    "{{7*7}}", "%n%n%s%s", "../../etc/passwd", "<script>alert(1)</script>", "null", "undefined", "true",
                                    "0", "*", "%00", "Basic ZGV2OnBhc3N3b3Jk", "\xff\xfe", "\xed\xa0\x80", "\xf0\x9f\x94\x91"}) {
        EXPECT_EQ(answer_of(ring, field), wrong) << field;
        EXPECT_EQ(answer_of(ring, "Bearer " + field), wrong) << field;
    }
    EXPECT_EQ(answer_of(ring, std::string(7, '\0')), wrong);
    EXPECT_EQ(answer_of(ring, std::string(60 * 1024, 'k')), wrong);
}

TEST(KeyRing, looks_up_keys_up_to_their_length_and_no_further) {
    const KeyRing ring({{"long", Secret(std::string(key_bytes_max, 'k'))}, {"longer", Secret(std::string(key_bytes_max + 1, 'k'))}});
    EXPECT_EQ(answer_of(ring, std::string(key_bytes_max, 'k')), "long");
    EXPECT_EQ(answer_of(ring, std::string(key_bytes_max + 1, 'k')), wrong);
}

TEST(KeyRing, never_repeats_what_was_shown) {
    const KeyRing ring = ring_with_one_key();
    const std::string shown = "sk-Parley_dev-Key.012345678X";
    const Error error = ring.identify(shown).error();
    for (std::size_t i = 0; i + 5 <= shown.size(); ++i) {
        EXPECT_EQ(error.message.find(shown.substr(i, 5)), std::string::npos);
        EXPECT_EQ(error.detail.find(shown.substr(i, 5)), std::string::npos);
    }
}

TEST(KeyRing, without_keys_opens_to_nobody) {
    const KeyRing ring({});
    EXPECT_EQ(ring.size(), 0u);
    EXPECT_EQ(answer_of(ring, ""), missing);
    EXPECT_EQ(answer_of(ring, "anything"), wrong);
    EXPECT_EQ(answer_of(ring, std::string(32, '\0')), wrong);
}

TEST(KeyRing, tells_thousands_of_keys_apart) {
    std::vector<ConfiguredKey> keys;
    for (int i = 0; i < 5000; ++i) keys.push_back({"key-" + std::to_string(i), Secret("secret-" + std::to_string(i))});
    const KeyRing ring(keys);
    EXPECT_EQ(ring.size(), keys.size());
    for (const ConfiguredKey& key : keys) EXPECT_EQ(answer_of(ring, key.secret.reveal()), key.name);
    EXPECT_EQ(answer_of(ring, "secret-5000"), wrong);
}

TEST(KeyRing, lets_the_first_of_two_equal_secrets_win) {
    const std::vector<ConfiguredKey> keys(20, ConfiguredKey{"first", Secret("the same for all")});
    EXPECT_EQ(answer_of(KeyRing(keys), "the same for all"), "first");
}

TEST(KeyRing, can_be_asked_by_many_threads) {
    const KeyRing ring = ring_with_one_key();
    std::vector<std::thread> threads;
    std::vector<int> right(4, 0);
    for (int& count : right) {
        threads.emplace_back([&ring, &count] {
            for (int i = 0; i < 2000; ++i) {
                count += ring.identify(secret).has_value() && ring.identify("nobody").has_error() ? 1 : 0;
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(right, std::vector<int>(4, 2000));
}

constexpr std::string_view pepper = "0123456789abcdef0123456789abcdef";

UnixSeconds noon() { return 43'200; }

StoredKey stored_key(const std::string& text, std::optional<UnixSeconds> expires = {}) {
    StoredKey key{.id = "id-" + text, .name = text, .account = "acme", .last_characters = "abcd"};
    key.digest = KeyedDigest(pepper).of(text);
    key.expires = expires;
    return key;
}

TEST(KeyRing, knows_stored_keys_beside_configured_ones) {
    StoredKey stored = stored_key("stored-secret");
    stored.models = std::vector<std::string>{"gpt-5", "sim/echo"};
    stored.requests_per_minute = 30;
    const KeyRing ring({{"dev", Secret("configured-secret")}}, {stored}, pepper, noon);
    EXPECT_EQ(*ring.identify("configured-secret").value(), Principal{"dev"});
    const Principal& who = *ring.identify("Bearer stored-secret").value();
    EXPECT_EQ(who.key_name, "stored-secret");
    EXPECT_EQ(who.key_id, "id-stored-secret");
    EXPECT_EQ(who.account, "acme");
    EXPECT_EQ(who.requests_per_minute, 30u);
    EXPECT_TRUE(who.may_use("gpt-5"));
    EXPECT_FALSE(who.may_use("gpt-5-mini"));
    EXPECT_TRUE(Principal{"dev"}.may_use("anything"));
}

TEST(KeyRing, refuses_a_stored_key_from_the_second_in_which_it_expires) {
    const KeyRing ring({}, {stored_key("past", noon() - 1), stored_key("now", noon()), stored_key("soon", noon() + 1)}, pepper, noon);
    EXPECT_EQ(answer_of(ring, "past"), wrong);
    EXPECT_EQ(answer_of(ring, "now"), wrong);
    EXPECT_EQ(answer_of(ring, "soon"), "soon");
}

TEST(KeyRing, without_the_keys_of_the_store_refuses_them_for_now_and_others_for_good) {
    const KeyRing ring({{"dev", Secret("configured-secret")}}, {}, pepper, noon, KeyRing::Stored::unknown);
    EXPECT_EQ(answer_of(ring, "configured-secret"), "dev");
    EXPECT_EQ(answer_of(ring, "sk-other"), wrong);
    EXPECT_EQ(answer_of(ring, ""), missing);
    const Error error = ring.identify("Bearer sk-parley-abcdefabcdef-secret").error();
    EXPECT_EQ(error.kind, ErrorKind::not_ready);
    EXPECT_EQ(error.source, ErrorSource::gateway);
    EXPECT_EQ(error.message.find("abcdef"), std::string::npos);
}

TEST(KeyRing, under_another_pepper_knows_none_of_the_stored_keys) {
    const KeyRing ring({}, {stored_key("stored-secret")}, "another pepper of the same length", noon);
    EXPECT_EQ(answer_of(ring, "stored-secret"), wrong);
}

}  // namespace
}  // namespace parley::auth
