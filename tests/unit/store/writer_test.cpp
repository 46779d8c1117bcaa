#include "store/writer.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>

#include "unit/store/temporary_folder.hpp"

namespace parley::store {
namespace {

Connection connection_with_table(const std::string& path) {
    Connection connection = Connection::open(path).value();
    EXPECT_EQ(connection.run("CREATE TABLE IF NOT EXISTS t (a INTEGER PRIMARY KEY)"), std::nullopt);
    return connection;
}

Writer::Work insert(int value) {
    return [value](Connection& connection) { return connection.prepare("INSERT INTO t VALUES (?)").value().bind(value).run(); };
}

Result<std::int64_t> count_rows(Connection& connection) {
    Statement query = connection.prepare("SELECT count(*) FROM t").value();
    query.step().value();
    return query.integer(0);
}

/// Holds the writer's thread inside a piece of work until let go, so that a test decides what waits together.
class Hold {
  public:
    explicit Hold(Writer& writer) {
        EXPECT_TRUE(writer.post(
            [this](Connection&) -> std::optional<Error> {
                reached_.set_value();
                let_go_.get_future().wait();
                return std::nullopt;
            },
            [](std::optional<Error>) {}));
        reached_.get_future().wait();
    }
    void let_go() { let_go_.set_value(); }

  private:
    std::promise<void> reached_;
    std::promise<void> let_go_;
};

TEST(Writer, answers_with_what_the_work_found) {
    TemporaryFolder folder;
    Writer writer(connection_with_table(folder.file("db")));
    EXPECT_EQ(writer.ask<std::int64_t>(count_rows).value(), 0);
}

TEST(Writer, tells_why_the_database_cannot_be_opened_and_tries_again_for_the_next_work) {
    TemporaryFolder folder;
    int tries = 0;
    Writer writer([&]() -> Result<Connection> {
        if (++tries < 3) return Error{.message = "damaged, try " + std::to_string(tries)};
        return connection_with_table(folder.file("db"));
    });
    EXPECT_EQ(writer.ask<std::int64_t>(count_rows).error().message, "damaged, try 1");
    EXPECT_EQ(writer.ask<std::int64_t>(count_rows).error().message, "damaged, try 2");
    EXPECT_FALSE(writer.is_open());
    EXPECT_EQ(writer.ask<std::int64_t>(count_rows).value(), 0);
    EXPECT_TRUE(writer.is_open());
    EXPECT_EQ(writer.ask<std::int64_t>(count_rows).value(), 0);
    EXPECT_EQ(tries, 3) << "opened once";
}

TEST(Writer, undoes_the_work_that_failed_and_keeps_its_neighbours) {
    TemporaryFolder folder;
    Writer writer(connection_with_table(folder.file("db")));
    std::vector<std::optional<Error>> outcomes(4);
    Hold hold(writer);
    const auto keep = [&outcomes](int index) { return [&outcomes, index](std::optional<Error> error) { outcomes[index] = error; }; };
    ASSERT_TRUE(writer.post(insert(1), keep(0)));
    const auto half = [](Connection& connection) -> std::optional<Error> {
        if (auto error = insert(2)(connection)) return error;
        return insert(1)(connection);  // there already
    };
    ASSERT_TRUE(writer.post(half, keep(1)));
    ASSERT_TRUE(writer.post(insert(3), keep(2)));
    hold.let_go();
    EXPECT_EQ(writer.ask<std::int64_t>(count_rows).value(), 2);
    EXPECT_EQ(outcomes[0], std::nullopt);
    ASSERT_TRUE(outcomes[1].has_value());
    EXPECT_EQ(outcomes[1]->message, "store: UNIQUE constraint failed: t.a");
    EXPECT_EQ(outcomes[2], std::nullopt);
}

TEST(Writer, tells_everyone_of_a_batch_that_was_rolled_back_as_a_whole) {
    TemporaryFolder folder;
    Writer writer(connection_with_table(folder.file("db")));
    std::atomic<int> failed = 0;
    std::latch told(3);
    const auto count_failure = [&](std::optional<Error> error) {
        failed += error ? 1 : 0;
        told.count_down();
    };
    Hold hold(writer);
    ASSERT_TRUE(writer.post(insert(1), count_failure));
    // What SQLite does by itself when the disk is full.
    ASSERT_TRUE(writer.post([](Connection& connection) { return connection.run("ROLLBACK"); }, count_failure));
    ASSERT_TRUE(writer.post(insert(3), count_failure));
    hold.let_go();
    told.wait();  // or the question would be part of the batch
    EXPECT_EQ(writer.ask<std::int64_t>(count_rows).value(), 0);
    EXPECT_EQ(failed, 3);
}

TEST(Writer, says_done_only_when_the_work_is_in_the_database) {
    TemporaryFolder folder;
    std::promise<bool> in_transaction;
    Connection connection = connection_with_table(folder.file("db"));
    Writer writer(std::move(connection));
    Connection* used = nullptr;
    ASSERT_TRUE(writer.post(
        [&used](Connection& connection) {
            used = &connection;
            return insert(1)(connection);
        },
        [&](std::optional<Error>) { in_transaction.set_value(used->in_transaction()); }));
    EXPECT_FALSE(in_transaction.get_future().get());
}

TEST(Writer, refuses_one_more_than_its_queue_holds) {
    TemporaryFolder folder;
    Writer writer(connection_with_table(folder.file("db")));
    Hold hold(writer);
    std::atomic<int> done = 0;
    const auto count = [&done](std::optional<Error> error) { done += error ? 0 : 1; };
    for (std::size_t i = 0; i < queue_jobs_max; ++i) ASSERT_TRUE(writer.post(insert(static_cast<int>(i)), count)) << i;
    EXPECT_EQ(writer.waiting(), queue_jobs_max);
    EXPECT_FALSE(writer.post(insert(-1), count));
    const Result<std::int64_t> refused = writer.ask<std::int64_t>(count_rows);
    ASSERT_TRUE(refused.has_error());
    EXPECT_EQ(refused.error().kind, ErrorKind::not_ready);
    hold.let_go();
    Result<std::int64_t> rows = writer.ask<std::int64_t>(count_rows);
    while (!rows) rows = writer.ask<std::int64_t>(count_rows);  // until there is room again
    EXPECT_EQ(*rows, static_cast<std::int64_t>(queue_jobs_max));
    EXPECT_EQ(done, static_cast<int>(queue_jobs_max));
}

TEST(Writer, finishes_what_was_posted_before_it_goes) {
    TemporaryFolder folder;
    {
        Writer writer(connection_with_table(folder.file("db")));
        for (int i = 0; i < 700; ++i) ASSERT_TRUE(writer.post(insert(i), [](std::optional<Error>) {}));
    }
    Connection connection = connection_with_table(folder.file("db"));
    EXPECT_EQ(count_rows(connection).value(), 700);
}

TEST(Writer, takes_work_from_many_threads) {
    TemporaryFolder folder;
    Writer writer(connection_with_table(folder.file("db")));
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&writer, thread] {
            for (int i = 0; i < 50; ++i) {
                const int value = thread * 1000 + i;
                const auto work = [value](Connection& connection) -> Result<bool> {
                    if (auto error = insert(value)(connection)) return *error;
                    return true;
                };
                EXPECT_TRUE(writer.ask<bool>(work).value());
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(writer.ask<std::int64_t>(count_rows).value(), 200);
}

}  // namespace
}  // namespace parley::store
