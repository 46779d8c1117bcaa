#include "server/pruning.hpp"

#include "ledger/usage_report.hpp"
#include "unit/server/filled_store.hpp"

namespace parley::server {
namespace {

constexpr UnixSeconds now = 1'790'000'000;
constexpr ledger::UnixMicroseconds day = 86'400'000'000;
constexpr TimePoint start{std::chrono::hours(100)};

class PruningTest : public testing::Test {
  protected:
    /// One that began so many days ago, give or take microseconds.
    void put(int count, ledger::UnixMicroseconds ago) {
        std::vector<ledger::Entry> entries;
        while (count-- > 0) {
            entries.push_back(plain_entry(std::to_string(++made_), "a", "k", "m"));
            entries.back().opening.began = now * 1'000'000 - ago;
        }
        filled.put(entries);
    }
    /// Everything that was posted before has been done, and so has what that posted, once as many rounds as pieces are over.
    std::int64_t entries_left() {
        std::int64_t left = 0;
        for (int round = 0; round < 10; ++round) {
            left = filled.store->writer().ask<std::int64_t>([](store::Connection& connection) -> Result<std::int64_t> {
                auto query = connection.prepare("SELECT count(*) FROM entries");
                if (!query) return query.error();
                query->step().value();
                return query->integer(0);
            }).value();
        }
        return left;
    }

    FilledStore filled;
    Pruning pruning{filled.store->writer(), [] { return now; }};

  private:
    int made_ = 0;
};

TEST_F(PruningTest, removes_what_is_older_than_may_stay_to_the_microsecond) {
    put(1, 30 * day + 1);
    put(1, 30 * day);
    pruning.look({.days = 30}, start);
    EXPECT_EQ(entries_left(), 1);
}

TEST_F(PruningTest, goes_on_piece_by_piece_until_nothing_is_left_to_remove) {
    put(2'500, 40 * day);
    put(3, day);
    pruning.look({.days = 30}, start);
    EXPECT_EQ(entries_left(), 3);
}

TEST_F(PruningTest, keeps_everything_where_nothing_is_configured) {
    put(3, 10'000 * day);
    pruning.look({}, start);
    EXPECT_EQ(entries_left(), 3);
}

TEST_F(PruningTest, looks_every_hour) {
    EXPECT_TRUE(pruning.next_look().passed(start)) << "the first time at once";
    pruning.look({.days = 30}, start);
    EXPECT_EQ(pruning.next_look().at(), start + pruning_interval);
    put(2, 40 * day);
    pruning.look({.days = 30}, start + pruning_interval - std::chrono::seconds(1));
    EXPECT_EQ(entries_left(), 2) << "not yet";
    pruning.look({.days = 30}, start + pruning_interval);
    EXPECT_EQ(entries_left(), 0);
}

TEST(RetentionAt, is_a_moment_and_a_size) {
    EXPECT_EQ(retention_at({}, now).keep_since, std::nullopt);
    EXPECT_EQ(retention_at({}, now).bytes_max, std::nullopt);
    const ledger::Retention both = retention_at({.days = 2, .bytes = 1ull << 30}, now);
    EXPECT_EQ(both.keep_since, (now - 172'800) * 1'000'000);
    EXPECT_EQ(both.bytes_max, std::int64_t{1} << 30);
}

}  // namespace
}  // namespace parley::server
