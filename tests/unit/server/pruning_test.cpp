#include "server/pruning.hpp"

#include "ledger/usage_report.hpp"
#include "transcripts/transcript_table.hpp"
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
    std::int64_t count(const char* sql) {
        return filled.store->writer()
            .ask<std::int64_t>([&](store::Connection& connection) -> Result<std::int64_t> {
                auto query = connection.prepare(sql);
                if (!query) return query.error();
                query->step().value();
                return query->integer(0);
            })
            .value();
    }
    /// Everything that was posted before has been done, and so has what that posted, once as many rounds as pieces are over.
    std::int64_t entries_left() {
        std::int64_t left = 0;
        for (int round = 0; round < 10; ++round) {
            left = count("SELECT count(*) FROM entries");
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
    pruning.look({.days = 30}, {}, start);
    EXPECT_EQ(entries_left(), 1);
}

TEST_F(PruningTest, goes_on_piece_by_piece_until_nothing_is_left_to_remove) {
    put(2'500, 40 * day);
    put(3, day);
    pruning.look({.days = 30}, {}, start);
    EXPECT_EQ(entries_left(), 3);
}

TEST_F(PruningTest, keeps_everything_where_nothing_is_configured) {
    put(3, 10'000 * day);
    pruning.look({}, {}, start);
    EXPECT_EQ(entries_left(), 3);
}

TEST_F(PruningTest, looks_every_hour) {
    EXPECT_TRUE(pruning.next_look().passed(start)) << "the first time at once";
    pruning.look({.days = 30}, {}, start);
    EXPECT_EQ(pruning.next_look().at(), start + pruning_interval);
    put(2, 40 * day);
    pruning.look({.days = 30}, {}, start + pruning_interval - std::chrono::seconds(1));
    EXPECT_EQ(entries_left(), 2) << "not yet";
    pruning.look({.days = 30}, {}, start + pruning_interval);
    EXPECT_EQ(entries_left(), 0);
}

TEST_F(PruningTest, removes_transcripts_by_their_own_age) {
    using namespace transcripts;
    const auto put_transcripts = [&](const char* id, int count, Keeper keeper, UnixSeconds ago) {
        for (int at = 0; at < count; ++at) {
            filled.store->writer()
                .ask<bool>([&](store::Connection& connection) -> Result<bool> {
                    const TranscriptRow row{keeper, keeper == Keeper::store ? "{}" : "", false};
                    if (auto error =
                            put_transcript(connection, {"a", "us"}, id + std::to_string(at), row, 1 << 20, (now - ago) * 1'000'000))
                        return *error;
                    return true;
                })
                .value();
        }
    };
    const auto left = [&] {
        entries_left();  // everything that was posted has been done
        return count("SELECT count(*) FROM transcripts");
    };
    put_transcripts("old", 250, Keeper::store, 3 * 86'400 + 1);
    put_transcripts("just", 1, Keeper::store, 3 * 86'400);
    put_transcripts("theirs", 2, Keeper::upstream, 400 * 86'400);
    pruning.look({}, {}, start);
    EXPECT_EQ(left(), 253);
    pruning.look({}, 3, start + pruning_interval);
    EXPECT_EQ(left(), 3) << "of what a service holds it stays known whose it is";
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
