#include "base/random.hpp"

#include <gtest/gtest.h>

#include <set>

#include "base/deadline.hpp"
#include "base/timed_uuid.hpp"

namespace parley {
namespace {

TEST(Random, repeats_itself_for_the_same_seed_only) {
    Random first(7);
    Random same(7);
    Random other(8);
    const std::uint64_t drawn = first.next();
    EXPECT_EQ(drawn, same.next());
    EXPECT_NE(drawn, other.next());
}

TEST(Random, stays_below_its_bound_and_reaches_every_value) {
    Random random(1);
    std::set<std::uint64_t> seen;
    for (int draw = 0; draw < 1000; ++draw) seen.insert(random.below(7));
    EXPECT_EQ(seen, (std::set<std::uint64_t>{0, 1, 2, 3, 4, 5, 6}));
}

TEST(Uuid, has_the_form_of_version_4) {
    Random random(3);
    for (int draw = 0; draw < 1000; ++draw) {
        const Uuid uuid = make_uuid(random);
        const std::string id(uuid.view());
        ASSERT_EQ(id.size(), 36u);
        for (const std::size_t dash : {8u, 13u, 18u, 23u}) ASSERT_EQ(id[dash], '-') << id;
        ASSERT_EQ(id[14], '4') << id;
        ASSERT_NE(std::string("89ab").find(id[19]), std::string::npos) << id;
        ASSERT_EQ(id.find_first_not_of("0123456789abcdef-"), std::string::npos) << id;
    }
}

TEST(Uuid, does_not_repeat) {
    Random random(random_seed());
    std::set<std::string> seen;
    for (int draw = 0; draw < 10'000; ++draw) {
        const Uuid uuid = make_uuid(random);
        EXPECT_TRUE(seen.emplace(uuid.view()).second);
    }
}

TEST(TimedUuid, has_the_form_of_version_7_and_sorts_by_time) {
    using namespace std::chrono_literals;
    Random random(5);
    // RFC 9562, A.6: 2022-02-22T19:22:22Z is 017f22e2-79b0-7...
    const Uuid stated = make_timed_uuid(random, 1'645'557'742'000ms);
    EXPECT_EQ(stated.view().substr(0, 15), "017f22e2-79b0-7") << stated.view();
    EXPECT_NE(std::string("89ab").find(stated.text[19]), std::string::npos);
    std::string before(stated.view());
    for (auto moment = 1'645'557'742'001ms; moment < 1'645'557'744'000ms; ++moment) {
        const Uuid next = make_timed_uuid(random, moment);
        ASSERT_LT(before, next.view());
        before = next.view();
    }
    const Uuid one = make_timed_uuid(random, 1ms);
    const Uuid other = make_timed_uuid(random, 1ms);
    EXPECT_NE(one.view(), other.view()) << "of the same millisecond";
}

TEST(SecureRandom, gives_as_many_bytes_as_asked_and_never_the_same) {
    EXPECT_EQ(secure_random_bytes(0), "");
    EXPECT_EQ(secure_random_bytes(300).size(), 300u);
    EXPECT_NE(secure_random_bytes(16), secure_random_bytes(16));
}

TEST(Deadline, only_becomes_sooner_on_the_way_down) {
    const TimePoint now = Clock::now();
    const Deadline soon = Deadline::after(now, std::chrono::seconds(1));
    EXPECT_EQ(soon.sooner(Deadline::never()), soon);
    EXPECT_EQ(Deadline::never().sooner(soon), soon);
    EXPECT_FALSE(soon.passed(now));
    EXPECT_TRUE(soon.passed(now + std::chrono::seconds(1)));
    EXPECT_FALSE(Deadline::never().passed(now + std::chrono::hours(1'000'000)));
}

}  // namespace
}  // namespace parley
