#include "store/migrations.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "unit/store/temporary_folder.hpp"

namespace parley::store {
namespace {

const std::vector<Migration> two_steps{{1, "CREATE TABLE t (a)"}, {2, "INSERT INTO t VALUES (2)"}};

struct Database {
    TemporaryFolder folder;
    Connection connection = Connection::open(folder.file("parley.db")).value();
};

TEST(Migrations, are_numbered_from_one_without_a_gap) {
    int expected = 0;
    for (const Migration& migration : all_migrations()) EXPECT_EQ(migration.number, ++expected);
    EXPECT_GT(expected, 0);
}

TEST(Migrations, run_once_each) {
    Database database;
    EXPECT_EQ(migrate(database.connection, std::span(two_steps).first(1)), std::nullopt);
    EXPECT_EQ(schema_version(database.connection).value(), 1);
    EXPECT_EQ(migrate(database.connection, two_steps), std::nullopt);
    EXPECT_EQ(migrate(database.connection, two_steps), std::nullopt);
    EXPECT_EQ(schema_version(database.connection).value(), 2);
    Statement count = database.connection.prepare("SELECT count(*) FROM t").value();
    ASSERT_TRUE(count.step().value());
    EXPECT_EQ(count.integer(0), 1);
}

TEST(Migrations, refuse_a_database_from_a_newer_program) {
    Database database;
    ASSERT_EQ(migrate(database.connection, two_steps), std::nullopt);
    const auto error = migrate(database.connection, std::span(two_steps).first(1));
    ASSERT_TRUE(error.has_value());
    EXPECT_EQ(error->message,
              "the database was written by a newer Parley (schema 2; this one knows up to 1): run that version, or restore a "
              "backup");
    EXPECT_EQ(schema_version(database.connection).value(), 2);
}

TEST(Migrations, that_fail_midway_leave_the_version_before_them) {
    Database database;
    const std::vector<Migration> broken{two_steps[0], {2, "INSERT INTO t VALUES (2); INSERT INTO nowhere VALUES (1)"}};
    const auto error = migrate(database.connection, broken);
    ASSERT_TRUE(error.has_value());
    EXPECT_EQ(error->message, "migration 2: store: no such table: nowhere");
    EXPECT_EQ(schema_version(database.connection).value(), 1);
    EXPECT_EQ(migrate(database.connection, two_steps), std::nullopt) << "the next start can go on";
    Statement count = database.connection.prepare("SELECT count(*) FROM t").value();
    ASSERT_TRUE(count.step().value());
    EXPECT_EQ(count.integer(0), 1) << "half of the broken step must not have stayed";
}

}  // namespace
}  // namespace parley::store
