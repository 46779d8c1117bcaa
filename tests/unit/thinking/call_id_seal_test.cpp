// Seals are tried by opening what was sealed, and by opening everything that resembles it: each byte changed, each length cut, another
// account, another gateway. None of it may open, and none may be told from an id that never carried anything.
#include "thinking/call_id_seal.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "base/random.hpp"
#include "thinking/base64url.hpp"

namespace parley::thinking {
namespace {

const Secret secret{std::string(32, 'p')};
const std::string state = R"({"anthropic":{"thinking":[{"type":"thinking","thinking":"hm","signature":"EqQB"}]}})";

TEST(CallIdSeal, opens_what_it_sealed) {
    const CallIdSeal seal(secret);
    const auto sealed = seal.seal("acme", "toolu_01D", state);
    ASSERT_TRUE(sealed);
    EXPECT_TRUE(sealed->starts_with("toolu_01D-ts1-"));
    EXPECT_EQ(seal.open("acme", *sealed), (OpenedCall{"toolu_01D", state}));
    EXPECT_EQ(CallIdSeal(secret).open("acme", *sealed), (OpenedCall{"toolu_01D", state})) << "after another start";
}

TEST(CallIdSeal, shows_nothing_of_what_is_sealed) {
    const auto sealed = CallIdSeal(secret).seal("acme", "toolu_01D", state);
    const auto bytes = read_base64url(std::string_view(*sealed).substr(14));
    ASSERT_TRUE(bytes);
    EXPECT_EQ(bytes->size(), 24 + state.size() + 16);
    EXPECT_EQ(bytes->find("thinking"), std::string::npos);
}

TEST(CallIdSeal, is_made_of_what_every_provider_takes_in_ids) {
    const auto sealed = CallIdSeal(secret).seal("acme", "toolu_01D", state);
    EXPECT_EQ(sealed->find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"), std::string::npos);
}

TEST(CallIdSeal, is_the_same_for_the_same_and_different_for_everything_else) {
    const CallIdSeal seal(secret);
    std::set<std::string> ids;
    for (const std::string account : {"acme", "bravo"}) {
        for (const std::string id : {"call_1", "call_2"}) {
            for (const std::string text : {"{}", "{\"a\":1}"}) {
                const std::string sealed = seal.seal(account, id, text).value();
                EXPECT_EQ(seal.seal(account, id, text), sealed);
                EXPECT_TRUE(ids.insert(sealed.substr(7)).second);
            }
        }
    }
}

TEST(CallIdSeal, opens_for_nobody_else) {
    const CallIdSeal seal(secret);
    const std::string sealed = seal.seal("acme", "toolu_01D", state).value();
    EXPECT_FALSE(seal.open("bravo", sealed));
    EXPECT_FALSE(seal.open("", sealed));
    EXPECT_FALSE(CallIdSeal(Secret(std::string(32, 'q'))).open("acme", sealed));
    EXPECT_FALSE(seal.open("acme", "toolu_02D" + sealed.substr(9))) << "under another id";
    EXPECT_FALSE(seal.open("acmetoolu_01D", sealed.substr(9)));
}

TEST(CallIdSeal, opens_nothing_that_was_changed_anywhere) {
    const CallIdSeal seal(secret);
    const std::string sealed = seal.seal("acme", "toolu_01D", state).value();
    for (std::size_t at = 0; at < sealed.size(); ++at) {
        for (const char letter : {'A', 'z', '-', '.', '\0', '\xff'}) {
            std::string changed = sealed;
            changed[at] = letter;
            EXPECT_EQ(seal.open("acme", changed).has_value(), changed == sealed) << at << " became " << int(letter);
        }
        EXPECT_FALSE(seal.open("acme", sealed.substr(0, at))) << "cut at " << at;
        EXPECT_FALSE(seal.open("acme", sealed.substr(at + 1)));
    }
    EXPECT_FALSE(seal.open("acme", sealed + "A"));
    EXPECT_FALSE(seal.open("acme", sealed + "AAAA"));
    EXPECT_FALSE(seal.open("acme", sealed + sealed));
}

TEST(CallIdSeal, opens_no_id_that_never_carried_anything) {
    const CallIdSeal seal(secret);
    Random random(7);
    for (const std::string id : {"", "call_1", "-ts1-", "call_1-ts1-", "call_1-ts1-AAAA", "toolu-ts1-ts1-", "functions.name:0"}) {
        EXPECT_FALSE(seal.open("acme", id)) << id;
    }
    for (int round = 0; round < 2'000; ++round) {
        std::string bytes;
        for (std::uint64_t left = random.below(120); left > 0; --left) bytes += static_cast<char>(random.below(256));
        std::string id = "call_1-ts1-";
        append_base64url(id, bytes);
        EXPECT_FALSE(seal.open("acme", id));
    }
}

TEST(CallIdSeal, seals_up_to_its_bound_and_only_words) {
    const CallIdSeal seal(secret);
    const std::string largest(sealed_state_bytes_max, 's');
    const auto sealed = seal.seal("acme", std::string(call_id_bytes_max, 'i'), largest);
    ASSERT_TRUE(sealed);
    EXPECT_LE(sealed->size(), sealed_id_bytes_max);
    EXPECT_EQ(seal.open("acme", *sealed)->state, largest);
    EXPECT_FALSE(seal.seal("acme", "call_1", largest + 's'));
    EXPECT_FALSE(seal.seal("acme", "call_1", ""));
    EXPECT_FALSE(seal.seal("acme", "", state));
    EXPECT_FALSE(seal.seal("acme", std::string(call_id_bytes_max + 1, 'i'), state));
    EXPECT_FALSE(seal.seal("acme", "a \\\"quoted\\\" id", state));
    EXPECT_FALSE(seal.seal("acme", "call-ts1-1", state)) << "its end could not be found again";
    EXPECT_TRUE(seal.seal("acme", "functions.name:0", state));
}

TEST(Base64Url, is_read_as_it_was_written_and_in_no_other_spelling) {
    Random random(3);
    for (std::size_t size = 0; size < 70; ++size) {
        std::string bytes;
        for (std::size_t i = 0; i < size; ++i) bytes += static_cast<char>(random.below(256));
        std::string text;
        append_base64url(text, bytes);
        EXPECT_EQ(read_base64url(text), bytes);
        EXPECT_FALSE(read_base64url(text + "="));
    }
    std::string text;
    append_base64url(text, "\xfb\xff\xfe");
    EXPECT_EQ(text, "-__-");
    EXPECT_EQ(read_base64url("QQ"), "A");
    EXPECT_FALSE(read_base64url("QR")) << "bits that belong to nothing";
    EXPECT_FALSE(read_base64url("Q"));
    EXPECT_FALSE(read_base64url("QQ+/"));
}

}  // namespace
}  // namespace parley::thinking
