#include "auth/key_registry.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "store/migrations.hpp"
#include "unit/store/temporary_folder.hpp"

namespace parley::auth {
namespace {

const Secret pepper("0123456789abcdef0123456789abcdef");

UnixSeconds the_time = 1'000'000;
UnixSeconds clock_of_this_test() { return the_time; }

store::Connection open_database(const std::string& path) {
    store::Connection connection = store::Connection::open(path).value();
    EXPECT_EQ(store::migrate(connection), std::nullopt);
    return connection;
}

/// A registry over a database of its own; `restarted()` is the next process on the same file.
struct Stored {
    explicit Stored(std::string path, Secret under = pepper)
        : path(path), writer(open_database(path)), registry(writer, std::move(under), clock_of_this_test) {
        the_time = 1'000'000;
        registry.subscribe([this](KeyRegistry::Ring published) { ring = std::move(published); });
    }
    bool opens(const Secret& key) const { return ring->identify(key.reveal()).has_value(); }

    std::string path;
    store::Writer writer;
    KeyRegistry registry;
    KeyRegistry::Ring ring;
};

class KeyRegistryTest : public testing::Test {
  protected:
    store::TemporaryFolder folder;
    std::string path = folder.file("parley.db");
};

TEST_F(KeyRegistryTest, publishes_a_key_as_soon_as_it_is_made) {
    Stored stored(path);
    ASSERT_EQ(stored.registry.load({}), std::nullopt);
    const MadeKey made = stored.registry.create({.name = "voice-bot", .account = "acme"}).value();
    const Principal& who = *stored.ring->identify(made.text.reveal()).value();
    EXPECT_EQ(who.key_name, "voice-bot");
    EXPECT_EQ(who.key_id, made.key.id);
    EXPECT_EQ(who.account, "acme");
}

TEST_F(KeyRegistryTest, keeps_the_key_of_the_command_line_in_memory_alone) {
    Stored stored(path);
    ASSERT_EQ(stored.registry.load({}), std::nullopt);
    EXPECT_EQ(stored.ring->size(), 0u) << "before somebody asks for it there is none";
    const Secret key = stored.registry.command_line_key();
    EXPECT_EQ(stored.ring->identify(key.reveal()).value()->key_name, command_line_key_name);
    EXPECT_EQ(stored.registry.command_line_key(), key);
    ASSERT_EQ(stored.registry.load({{"other", Secret("another-key-0123456789")}}), std::nullopt);
    EXPECT_TRUE(stored.opens(key)) << "also after a reload";
    EXPECT_TRUE(stored.registry.list("", 10).value().empty());
    Stored next(folder.file("next.db"));
    ASSERT_EQ(next.registry.load({}), std::nullopt);
    EXPECT_FALSE(next.opens(key));
}

TEST_F(KeyRegistryTest, knows_every_field_of_a_key_after_a_restart) {
    MadeKey made;
    {
        Stored stored(path);
        ASSERT_EQ(stored.registry.load({}), std::nullopt);
        const NewKey wanted{.name = "n",
                            .account = "a",
                            .lifetime = std::chrono::hours(1),
                            .models = std::vector<std::string>{"gpt-5", "sim/echo"},
                            .requests_per_minute = 30};
        made = stored.registry.create(wanted).value();
    }
    Stored restarted(path);
    ASSERT_EQ(restarted.registry.load({}), std::nullopt);
    EXPECT_TRUE(restarted.opens(made.text));
    const std::vector<StoredKey> listed = restarted.registry.list("", 10).value();
    ASSERT_EQ(listed.size(), 1u);
    EXPECT_EQ(listed[0], made.key);
    EXPECT_EQ(listed[0].expires, the_time + 3600);
    EXPECT_EQ(listed[0].last_characters, made.text.reveal().substr(made.text.reveal().size() - 4));
}

TEST_F(KeyRegistryTest, takes_a_revoked_key_off_the_ring_and_keeps_its_row) {
    Stored stored(path);
    ASSERT_EQ(stored.registry.load({}), std::nullopt);
    const MadeKey made = stored.registry.create({.name = "n"}).value();
    EXPECT_EQ(stored.registry.revoke(made.key.id).value().revoked, the_time);
    EXPECT_FALSE(stored.opens(made.text));
    the_time += 5;
    EXPECT_EQ(stored.registry.revoke(made.key.id).value().revoked, the_time - 5) << "a second time changes nothing";
    EXPECT_EQ(stored.registry.list("", 10).value().size(), 1u);
    const Result<StoredKey> unknown = stored.registry.revoke("' OR 1=1 --");
    ASSERT_TRUE(unknown.has_error());
    EXPECT_EQ(unknown.error().kind, ErrorKind::not_found);
}

TEST_F(KeyRegistryTest, lets_a_key_expire_without_a_new_ring) {
    Stored stored(path);
    ASSERT_EQ(stored.registry.load({}), std::nullopt);
    const MadeKey made = stored.registry.create({.name = "n", .lifetime = std::chrono::seconds(2)}).value();
    the_time += 1;
    EXPECT_TRUE(stored.opens(made.text));
    the_time += 1;
    EXPECT_FALSE(stored.opens(made.text));
}

TEST_F(KeyRegistryTest, replaces_the_configured_keys_and_keeps_the_stored_ones) {
    Stored stored(path);
    ASSERT_EQ(stored.registry.load({{"old", Secret("old-secret")}}), std::nullopt);
    const MadeKey made = stored.registry.create({.name = "n"}).value();
    EXPECT_TRUE(stored.opens(Secret("old-secret")));
    ASSERT_EQ(stored.registry.load({{"new", Secret("new-secret")}}), std::nullopt);
    EXPECT_FALSE(stored.opens(Secret("old-secret")));
    EXPECT_TRUE(stored.opens(Secret("new-secret")));
    EXPECT_TRUE(stored.opens(made.text));
    EXPECT_EQ(stored.registry.counts().value().usable, 2u);
}

/// A database that can be opened only while `there` says so.
struct Fickle {
    explicit Fickle(const std::string& path)
        : writer([this, path]() -> Result<store::Connection> {
              if (!there) return Error{.message = "parley.db: damaged"};
              return open_database(path);
          }),
          registry(writer, pepper, clock_of_this_test) {}
    bool opens(std::string_view key) { return registry.ring()->identify(key).has_value(); }

    std::atomic<bool> there{false};
    store::Writer writer;
    KeyRegistry registry;
};

TEST_F(KeyRegistryTest, serves_configured_keys_until_the_store_can_be_read) {
    MadeKey made;
    {
        Stored stored(path);
        ASSERT_EQ(stored.registry.load({}), std::nullopt);
        made = stored.registry.create({.name = "n"}).value();
    }
    Fickle fickle(path);
    EXPECT_EQ(fickle.registry.load({{"dev", Secret("dev-secret")}})->message, "parley.db: damaged");
    EXPECT_FALSE(fickle.registry.store_is_open());
    EXPECT_FALSE(fickle.registry.knows_stored_keys());
    EXPECT_TRUE(fickle.opens("dev-secret"));
    EXPECT_EQ(fickle.registry.ring()->identify(made.text.reveal()).error().kind, ErrorKind::not_ready);
    EXPECT_TRUE(fickle.registry.create({.name = "m"}).has_error());
    fickle.there = true;
    EXPECT_EQ(fickle.registry.load({{"dev", Secret("dev-secret")}}), std::nullopt);
    EXPECT_TRUE(fickle.registry.knows_stored_keys());
    EXPECT_TRUE(fickle.opens(made.text.reveal()));
    EXPECT_EQ(fickle.registry.ring()->identify("sk-parley-unknown").error().kind, ErrorKind::unauthenticated);
}

TEST_F(KeyRegistryTest, keeps_the_stored_keys_when_the_store_fails_at_a_reload) {
    Stored stored(path);
    ASSERT_EQ(stored.registry.load({{"old", Secret("old-secret")}}), std::nullopt);
    const MadeKey made = stored.registry.create({.name = "n"}).value();
    const auto drop = [](store::Connection& connection) -> Result<bool> {
        if (auto error = connection.run("DROP TABLE virtual_keys")) return *error;
        return true;
    };
    ASSERT_TRUE(stored.writer.ask<bool>(drop).has_value());
    EXPECT_TRUE(stored.registry.load({{"new", Secret("new-secret")}}).has_value());
    EXPECT_TRUE(stored.opens(Secret("new-secret")));
    EXPECT_FALSE(stored.opens(Secret("old-secret")));
    EXPECT_TRUE(stored.opens(made.text));
}

TEST_F(KeyRegistryTest, leaves_old_rings_as_they_were) {
    Stored stored(path);
    ASSERT_EQ(stored.registry.load({}), std::nullopt);
    const MadeKey made = stored.registry.create({.name = "n"}).value();
    const KeyRegistry::Ring before = stored.ring;
    ASSERT_TRUE(stored.registry.revoke(made.key.id).has_value());
    EXPECT_TRUE(before->identify(made.text.reveal()).has_value()) << "a request keeps the ring that it began with";
}

TEST_F(KeyRegistryTest, lists_in_pages) {
    Stored stored(path);
    ASSERT_EQ(stored.registry.load({}), std::nullopt);
    for (int i = 0; i < 5; ++i) ASSERT_TRUE(stored.registry.create({.name = "n"}).has_value());
    const auto first = stored.registry.list("", 3).value();
    ASSERT_EQ(first.size(), 3u);
    const auto second = stored.registry.list(first.back().id, 3).value();
    ASSERT_EQ(second.size(), 2u);
    EXPECT_LT(first.back().id, second.front().id);
}

TEST_F(KeyRegistryTest, tells_every_problem_of_a_key) {
    Stored stored(path);
    const Result<MadeKey> made = stored.registry.create({.name = "two words", .requests_per_minute = 0});
    ASSERT_TRUE(made.has_error());
    EXPECT_EQ(made.error().kind, ErrorKind::bad_request);
    EXPECT_EQ(made.error().problems.size(), 2u);
    EXPECT_EQ(stored.registry.counts().value().stored, 0);
}

TEST_F(KeyRegistryTest, refuses_one_key_more_than_it_keeps) {
    {
        store::Connection connection = open_database(path);
        store::Statement fill =
            connection
                .prepare(
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
                    "INSERT INTO virtual_keys SELECT 'k' || i, randomblob(32), 'n', 'a', 1, NULL, 1, NULL, NULL, 'abcd' FROM n")
                .value();
        ASSERT_EQ(fill.bind(stored_keys_max - 1).run(), std::nullopt);
    }
    Stored stored(path);
    ASSERT_EQ(stored.registry.load({}), std::nullopt);
    EXPECT_TRUE(stored.registry.create({.name = "last"}).has_value());
    const Result<MadeKey> refused = stored.registry.create({.name = "one-more"});
    ASSERT_TRUE(refused.has_error());
    EXPECT_EQ(refused.error().message, "there are 100000 keys, and more are not kept");
}

TEST_F(KeyRegistryTest, refuses_another_pepper_while_a_live_key_would_be_locked_out) {
    MadeKey made;
    {
        Stored stored(path);
        ASSERT_EQ(stored.registry.load({}), std::nullopt);
        made = stored.registry.create({.name = "n"}).value();
    }
    Stored other(path, Secret("another pepper, which is long enough"));
    const auto refused = other.registry.load({});
    ASSERT_TRUE(refused.has_value());
    EXPECT_NE(refused->message.find("PARLEY_PEPPER"), std::string::npos);
    EXPECT_TRUE(other.registry.create({.name = "m"}).has_error());
    EXPECT_TRUE(other.registry.revoke(made.key.id).has_value()) << "revoking needs no pepper";
    EXPECT_EQ(other.registry.load({}), std::nullopt) << "nobody is locked out any more";
    EXPECT_TRUE(other.registry.create({.name = "m"}).has_value());
}

TEST_F(KeyRegistryTest, puts_no_part_of_a_secret_into_the_database) {
    MadeKey made;
    {
        Stored stored(path);
        ASSERT_EQ(stored.registry.load({{"dev", Secret("configured-marker-0123")}}), std::nullopt);
        made = stored.registry.create({.name = "n"}).value();
    }
    std::string bytes;
    for (const std::string& file : {path, path + "-wal"}) {
        std::ostringstream text;
        text << std::ifstream(file, std::ios::binary).rdbuf();
        bytes += text.str();
    }
    ASSERT_NE(bytes.find(made.key.id), std::string::npos) << "the database was read";
    const std::string_view secret = made.text.reveal().substr(made.text.reveal().size() - 43);
    for (const std::string_view text : {secret, std::string_view("configured-marker-0123"), pepper.reveal()}) {
        for (std::size_t i = 0; i + 8 <= text.size(); ++i) EXPECT_EQ(bytes.find(text.substr(i, 8)), std::string::npos);
    }
}

}  // namespace
}  // namespace parley::auth
