#include "store/connection.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <utility>

#include "unit/store/temporary_folder.hpp"

namespace parley::store {
namespace {

constexpr auto no_wait = std::chrono::milliseconds(0);

struct Database {
    TemporaryFolder folder;
    Connection connection = Connection::open(folder.file("parley.db")).value();

    void reopen() {
        { const Connection closed = std::move(connection); }
        connection = Connection::open(folder.file("parley.db")).value();
    }
    std::string ask(const char* sql) {
        Statement query = connection.prepare(sql).value();
        return query.step().value() ? query.text(0) : "";
    }
};

TEST(Connection, uses_a_write_ahead_log_and_syncs_every_commit) {
    Database database;
    EXPECT_EQ(database.ask("PRAGMA journal_mode"), "wal");
    EXPECT_EQ(database.ask("PRAGMA locking_mode"), "exclusive");
    EXPECT_EQ(database.ask("PRAGMA synchronous"), "2");  // FULL
    EXPECT_EQ(database.ask("PRAGMA foreign_keys"), "1");
    EXPECT_EQ(database.ask("PRAGMA mmap_size"), "0");
    EXPECT_EQ(database.ask("PRAGMA cache_size"), std::to_string(-page_cache_kib));
}

TEST(Connection, makes_pages_of_8_kib_leaves_others_as_they_are_and_has_a_log_of_4_mib_for_either) {
    Database database;
    EXPECT_EQ(database.ask("PRAGMA page_size"), "8192");
    EXPECT_EQ(database.ask("PRAGMA wal_autocheckpoint"), "512");

    ASSERT_EQ(database.connection.run("PRAGMA journal_mode = DELETE; PRAGMA page_size = 4096; VACUUM"), std::nullopt);
    database.reopen();
    EXPECT_EQ(database.ask("PRAGMA page_size"), "4096");
    EXPECT_EQ(database.ask("PRAGMA wal_autocheckpoint"), "1024");
}

TEST(Connection, makes_a_file_that_only_its_owner_reads) {
    Database database;
    database.connection.run("CREATE TABLE t (a)");
    for (const char* name : {"parley.db", "parley.db-wal"}) {
        struct stat found {};
        ASSERT_EQ(::stat(database.folder.file(name).c_str(), &found), 0) << name;
        EXPECT_EQ(found.st_mode & 0777, 0600u) << name;
    }
}

TEST(Connection, gives_a_kept_statement_out_again_without_its_values) {
    Database database;
    ASSERT_EQ(database.connection.run("CREATE TABLE t (a)"), std::nullopt);
    constexpr std::string_view sql = "INSERT INTO t VALUES (?)";
    for (int time = 0; time < 3; ++time) {
        Statement insert = database.connection.prepare_kept(sql).value();
        ASSERT_EQ(time == 1 ? insert.run() : insert.run_with(time), std::nullopt);  // the second time nothing is bound
    }
    EXPECT_EQ(database.ask("SELECT group_concat(coalesce(a, 'nothing')) FROM t"), "0,nothing,2");
}

TEST(Connection, has_two_of_a_kept_statement_where_two_are_used) {
    Database database;
    constexpr std::string_view sql = "SELECT ?";
    Statement one = database.connection.prepare_kept(sql).value();
    Statement other = database.connection.prepare_kept(sql).value();
    ASSERT_TRUE(one.bind(1).step().value());
    ASSERT_TRUE(other.bind(2).step().value());
    EXPECT_EQ(one.integer(0), 1);
    EXPECT_EQ(other.integer(0), 2);
}

TEST(Connection, reads_a_kept_statement_anew_when_the_tables_have_changed) {
    Database database;
    ASSERT_EQ(database.connection.run("CREATE TABLE t (a); INSERT INTO t VALUES (1)"), std::nullopt);
    constexpr std::string_view sql = "SELECT * FROM t";
    EXPECT_TRUE(database.connection.prepare_kept(sql).value().step().value());
    ASSERT_EQ(database.connection.run("DROP TABLE t; CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 2)"), std::nullopt);
    Statement query = database.connection.prepare_kept(sql).value();
    ASSERT_TRUE(query.step().value());
    EXPECT_EQ(query.columns(), 2);
    EXPECT_EQ(query.integer(1), 2);
}

TEST(Connection, keeps_everyone_else_out_and_says_so_after_a_bounded_wait) {
    Database database;
    const Result<Connection> second = Connection::open(database.folder.file("parley.db"), no_wait);
    ASSERT_TRUE(second.has_error());
    EXPECT_EQ(second.error().kind, ErrorKind::not_ready);
    EXPECT_EQ(second.error().message, database.folder.file("parley.db") + ": store: the database is in use by another process");
}

TEST(Connection, refuses_a_file_that_is_no_database) {
    TemporaryFolder folder;
    std::ofstream(folder.file("parley.db")) << std::string(4096, 'x');
    const Result<Connection> opened = Connection::open(folder.file("parley.db"), no_wait);
    ASSERT_TRUE(opened.has_error());
    EXPECT_EQ(opened.error().message, folder.file("parley.db") + ": store: the file is no database, or a damaged one");
}

TEST(Connection, names_the_file_that_cannot_be_made) {
    const Result<Connection> opened = Connection::open("/nowhere/parley.db", no_wait);
    ASSERT_TRUE(opened.has_error());
    EXPECT_EQ(opened.error().message, "/nowhere/parley.db: No such file or directory");
}

TEST(Statement, gives_back_what_was_bound) {
    Database database;
    Statement query = database.connection.prepare("SELECT ?, ?, ?, ?, ?").value();
    const std::string bytes("\0\xff'", 3);
    query.bind(std::int64_t{-9'000'000'000'000'000'000}, "'; DROP TABLE t; --", Blob{bytes}, std::optional<std::string>(),
               std::string_view());
    ASSERT_TRUE(query.step().value());
    EXPECT_EQ(query.integer(0), -9'000'000'000'000'000'000);
    EXPECT_EQ(query.text(1), "'; DROP TABLE t; --");
    EXPECT_EQ(query.bytes(2), bytes);
    EXPECT_EQ(query.text_or_null(3), std::nullopt);
    EXPECT_EQ(query.integer_or_null(3), std::nullopt);
    EXPECT_FALSE(query.is_null(4)) << "an empty text is a text";
    EXPECT_FALSE(query.step().value());
}

TEST(Statement, runs_again_with_other_values) {
    Database database;
    database.connection.run("CREATE TABLE t (a INTEGER PRIMARY KEY)");
    Statement insert = database.connection.prepare("INSERT INTO t VALUES (?)").value();
    EXPECT_EQ(insert.bind(1).run(), std::nullopt);
    const std::optional<Error> twice = insert.bind(1).run();
    ASSERT_TRUE(twice.has_value());
    EXPECT_EQ(twice->message, "store: UNIQUE constraint failed: t.a");
    EXPECT_EQ(insert.bind(2).run(), std::nullopt);
    EXPECT_EQ(database.ask("SELECT count(*) FROM t"), "2");
}

TEST(Statement, tells_a_value_too_many) {
    Database database;
    Statement query = database.connection.prepare("SELECT ?").value();
    EXPECT_TRUE(query.bind(1, 2).step().has_error());
    EXPECT_TRUE(query.bind(1).step().value());
}

TEST(Statement, takes_double_quotes_for_a_name_only) {
    Database database;
    EXPECT_TRUE(database.connection.prepare("SELECT \"no such column\"").has_error());
}

TEST(Transaction, that_is_not_committed_leaves_nothing) {
    Database database;
    database.connection.run("CREATE TABLE t (a)");
    {
        Transaction lost = Transaction::begin(database.connection).value();
        EXPECT_EQ(database.connection.run("INSERT INTO t VALUES (1)"), std::nullopt);
    }
    Transaction kept = Transaction::begin(database.connection).value();
    EXPECT_EQ(database.connection.run("INSERT INTO t VALUES (2)"), std::nullopt);
    EXPECT_EQ(kept.commit(), std::nullopt);
    EXPECT_EQ(database.ask("SELECT group_concat(a) FROM t"), "2");
}

}  // namespace
}  // namespace parley::store
