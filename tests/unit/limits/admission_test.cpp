#include "limits/admission.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "base/random.hpp"

namespace parley::limits {
namespace {

constexpr Load twenty{.requests = 20};

/// How many are let in before the first is not, and why that one was not.
struct LetIn {
    std::size_t count = 0;
    std::optional<Refusal> refusal = {};
};
LetIn fill(Admission& admission, std::string_view account, std::vector<Permit>& permits, const Load& most = twenty) {
    LetIn result;
    for (; result.count < 1'000; ++result.count) {
        auto taken = admission.take({account, account}, 0, most);
        if (const Refusal* const refusal = std::get_if<Refusal>(&taken)) {
            result.refusal = *refusal;
            break;
        }
        permits.push_back(std::move(std::get<Permit>(taken)));
    }
    return result;
}

bool is_let_in(Admission& admission, std::string_view account, std::vector<Permit>& permits, std::uint64_t bytes = 0,
               const Load& most = twenty) {
    auto taken = admission.take({account, account}, bytes, most);
    if (Permit* const permit = std::get_if<Permit>(&taken)) permits.push_back(std::move(*permit));
    return std::holds_alternative<Permit>(taken);
}

TEST(Admission, lets_everybody_in_where_there_is_no_limit) {
    Admission admission;
    std::vector<Permit> permits;
    EXPECT_EQ(fill(admission, "acme", permits, {}).count, 1'000u);
    EXPECT_EQ(admission.under_way().requests, 1'000u);
}

TEST(Admission, one_account_gets_three_quarters_and_leaves_room) {
    Admission admission;
    std::vector<Permit> hogs, others;
    const LetIn hog = fill(admission, "hog", hogs);
    EXPECT_EQ(hog.count, 15u);
    EXPECT_EQ(hog.refusal, Refusal::over_share);
    EXPECT_TRUE(is_let_in(admission, "small", others));
    EXPECT_FALSE(is_let_in(admission, "hog", others));
}

TEST(Admission, where_there_is_no_room_nobody_is_let_in) {
    Admission admission;
    std::vector<Permit> hogs, small;
    fill(admission, "hog", hogs);
    const LetIn others = fill(admission, "small", small);
    EXPECT_EQ(others.count, 5u);
    EXPECT_EQ(others.refusal, Refusal::no_room);
    EXPECT_FALSE(is_let_in(admission, "third", small));
    EXPECT_EQ(admission.under_way().requests, 20u);
    EXPECT_EQ(admission.requests_under_way(), 20u);
}

TEST(Admission, half_of_the_room_is_anybodys_and_the_rest_is_shared) {
    Admission admission;
    std::vector<Permit> permits;
    for (const char* account : {"one", "two", "three"}) EXPECT_TRUE(is_let_in(admission, account, permits));
    EXPECT_EQ(fill(admission, "hog", permits).count, 7u) << "ten together; a quarter of twenty is less than it has";
    EXPECT_EQ(fill(admission, "one", permits).count, 4u) << "five, with the one from before";
}

TEST(Admission, who_is_done_makes_room) {
    Admission admission;
    std::vector<Permit> permits, more;
    fill(admission, "hog", permits);
    permits.pop_back();
    EXPECT_TRUE(is_let_in(admission, "hog", more));
    EXPECT_FALSE(is_let_in(admission, "hog", more));
    permits.clear();
    more.clear();
    EXPECT_EQ(admission.under_way(), Load{});
}

/// How many are let in with a key of one account.
std::size_t fill_by_key(Admission& admission, std::string_view key, std::vector<Permit>& permits) {
    std::size_t count = 0;
    for (;; ++count) {
        auto taken = admission.take({"acme", key}, 0, twenty);
        if (std::holds_alternative<Refusal>(taken)) return count;
        permits.push_back(std::move(std::get<Permit>(taken)));
    }
}

TEST(Admission, a_key_that_has_nothing_under_way_is_let_in_where_another_has_all_of_the_accounts_part) {
    Admission admission;
    std::vector<Permit> flood, quiet, others;
    EXPECT_EQ(fill_by_key(admission, "flood", flood), 15u);
    EXPECT_EQ(fill_by_key(admission, "quiet", quiet), 2u) << "an eighth of the room";
    EXPECT_EQ(fill_by_key(admission, "flood", flood), 0u);
    EXPECT_TRUE(is_let_in(admission, "another", others)) << "what is left is other accounts'";
}

TEST(Admission, keys_of_one_account_come_to_an_equal_part) {
    Admission admission;
    std::vector<Permit> flood, quiet;
    fill_by_key(admission, "flood", flood);
    fill_by_key(admission, "quiet", quiet);
    for (int i = 0; i < 40; ++i) {  // one ends, and both ask for more
        flood.pop_back();
        fill_by_key(admission, "flood", flood);
        fill_by_key(admission, "quiet", quiet);
    }
    EXPECT_EQ(flood.size(), 7u) << "half of fifteen";
    EXPECT_EQ(quiet.size(), 7u);
    flood.clear();
    quiet.clear();
    EXPECT_EQ(admission.under_way(), Load{});
}

TEST(Admission, an_account_of_many_keys_leaves_room_for_others) {
    Admission admission;
    std::vector<Permit> permits, others;
    for (int i = 0; i < 100; ++i) {
        auto taken = admission.take({"acme", std::to_string(i)}, 0, twenty);
        if (Permit* const permit = std::get_if<Permit>(&taken)) permits.push_back(std::move(*permit));
    }
    EXPECT_EQ(permits.size(), 17u) << "three quarters and an eighth";
    EXPECT_TRUE(is_let_in(admission, "small", others));
}

TEST(Admission, knows_who_has_an_equal_part_of_what_is_under_way) {
    Admission admission;
    std::vector<Permit> permits;
    const auto take = [&](std::string_view account, std::string_view key, int count) {
        for (int i = 0; i < count; ++i) permits.push_back(std::get<Permit>(admission.take({account, key}, 0, {})));
    };
    EXPECT_FALSE(admission.has_equal_part({"acme", "one"})) << "who has nothing";
    take("acme", "one", 1);
    EXPECT_TRUE(admission.has_equal_part({"acme", "one"})) << "who is alone";
    take("acme", "two", 9);
    take("other", "three", 4);
    EXPECT_FALSE(admission.has_equal_part({"acme", "one"}));
    EXPECT_TRUE(admission.has_equal_part({"acme", "two"}));
    EXPECT_FALSE(admission.has_equal_part({"other", "three"})) << "4 of 14 are less than a half";
    EXPECT_FALSE(admission.has_equal_part({"nobody", "one"}));
}

TEST(Admission, counts_the_bytes_of_bodies_by_the_same_rule) {
    Admission admission;
    std::vector<Permit> permits;
    const Load most{.bytes = 1'000};
    EXPECT_TRUE(is_let_in(admission, "hog", permits, 500, most));
    EXPECT_FALSE(is_let_in(admission, "hog", permits, 300, most)) << "more than three quarters";
    EXPECT_TRUE(is_let_in(admission, "small", permits, 300, most)) << "whoever holds nothing is let in where there is room";
    EXPECT_FALSE(is_let_in(admission, "third", permits, 300, most));
    EXPECT_FALSE(is_let_in(admission, "fourth", permits, 1'001, most));
}

TEST(Admission, a_body_counts_as_what_it_turns_out_to_be) {
    Admission admission;
    std::vector<Permit> permits;
    const Load most{.bytes = 1'000};
    EXPECT_TRUE(is_let_in(admission, "one", permits, 1'000, most));
    EXPECT_FALSE(is_let_in(admission, "two", permits, 1, most));
    permits.front().settle(10);
    EXPECT_EQ(admission.under_way().bytes, 10u);
    EXPECT_TRUE(is_let_in(admission, "two", permits, 1, most));
    permits.clear();
    EXPECT_EQ(admission.under_way(), Load{});
}

TEST(Admission, a_permit_that_moves_gives_back_once) {
    Admission admission;
    {
        Permit kept = std::get<Permit>(admission.take({"one", "a"}, 5, {}));
        Permit moved = std::move(kept);
        kept = std::get<Permit>(admission.take({"two", "b"}, 7, {}));
        kept = std::move(moved);
        EXPECT_EQ(admission.under_way(), (Load{1, 5}));
    }
    EXPECT_EQ(admission.under_way(), Load{});
}

TEST(Admission, is_exact_when_threads_share_it) {
    constexpr std::uint64_t most = 50;
    const std::uint64_t seed = random_seed();
    SCOPED_TRACE("seed " + std::to_string(seed));
    Admission admission;
    std::vector<std::thread> threads;
    std::atomic<bool> exceeded = false;
    for (std::uint64_t number = 0; number < 4; ++number) {
        threads.emplace_back([&, number] {
            Random random(seed + number);
            std::vector<Permit> permits;
            for (int i = 0; i < 5'000; ++i) {
                is_let_in(admission, std::to_string(random.below(6)), permits, random.below(100), {most, 3'000});
                const Load load = admission.under_way();
                if (load.requests > most || load.bytes > 3'000) exceeded = true;
                if (random.below(3) == 0) permits.clear();
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_FALSE(exceeded);
    EXPECT_EQ(admission.under_way(), Load{});
}

}  // namespace
}  // namespace parley::limits
