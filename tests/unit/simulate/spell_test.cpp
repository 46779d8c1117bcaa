#include "simulate/spell.hpp"

#include <gtest/gtest.h>

namespace parley::simulate {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

struct Read {
    Spell spell;
    std::vector<std::string> problems;
};

Read read(std::string_view json) {
    json::Document document;
    EXPECT_FALSE(document.parse(json)) << json;
    Read result;
    result.spell = read_spell(document.root(), "spell", result.problems);
    return result;
}

Spell spell_of(std::string_view json) {
    Read result = read(json);
    EXPECT_TRUE(result.problems.empty()) << json << ": " << result.problems.front();
    return std::move(result.spell);
}

TEST(Spell, holds_from_its_beginning_until_before_its_end) {
    const Spell outage = spell_of(R"({"from":"60s","to":"120s","as":"echo?status=503"})");
    EXPECT_FALSE(outage.holds(seconds(60) - milliseconds(1), 1));
    EXPECT_TRUE(outage.holds(seconds(60), 1));
    EXPECT_TRUE(outage.holds(seconds(120) - milliseconds(1), 1'000'000));
    EXPECT_FALSE(outage.holds(seconds(120), 1));
    EXPECT_EQ(outage.options.faults.status, 503);
}

TEST(Spell, without_an_end_it_stays_and_without_bounds_it_is_always_there) {
    const Spell rest = spell_of(R"({"from":"60s","as":"echo"})");
    EXPECT_FALSE(rest.holds(seconds(59), 1));
    EXPECT_TRUE(rest.holds(minutes(60), 1));
    EXPECT_TRUE(spell_of(R"({"as":"echo"})").holds(Duration(0), 1));
}

TEST(Spell, can_come_again) {
    const Spell spell = spell_of(R"({"from":"5s","to":"10s","every":"60s","as":"echo"})");
    for (const int minute : {0, 1, 59}) {
        EXPECT_FALSE(spell.holds(minutes(minute) + seconds(4), 1));
        EXPECT_TRUE(spell.holds(minutes(minute) + seconds(5), 1));
        EXPECT_FALSE(spell.holds(minutes(minute) + seconds(10), 1));
    }
}

TEST(Spell, can_be_so_many_requests_long) {
    const Spell spell = spell_of(R"({"from_request":101,"to_request":200,"as":"echo"})");
    EXPECT_FALSE(spell.holds(seconds(1), 100));
    EXPECT_TRUE(spell.holds(seconds(1), 101));
    EXPECT_TRUE(spell.holds(seconds(1), 200));
    EXPECT_FALSE(spell.holds(seconds(1), 201));
}

TEST(Spells, the_first_that_holds_counts) {
    const Spell spells[] = {spell_of(R"({"to":"10s","as":"echo?status=503"})"), spell_of(R"({"to":"20s","as":"echo?status=429"})")};
    EXPECT_EQ(spell_at(spells, seconds(5), 1), &spells[0]);
    EXPECT_EQ(spell_at(spells, seconds(15), 1), &spells[1]);
    EXPECT_EQ(spell_at(spells, seconds(25), 1), nullptr);
}

TEST(Spells, each_befalls_its_share_of_the_requests_by_a_chance_of_its_own) {
    const Spell spells[] = {spell_of(R"({"share":0.2,"as":"echo?status=529"})"), spell_of(R"({"share":0.5,"as":"echo?status=429"})")};
    int first = 0, second = 0;
    for (std::uint64_t nth = 1; nth <= 20'000; ++nth) {
        const Spell* const spell = spell_at(spells, seconds(1), nth);
        EXPECT_EQ(spell, spell_at(spells, seconds(2), nth));  // the n-th request's, whenever it comes
        first += spell == &spells[0];
        second += spell == &spells[1];
    }
    EXPECT_NEAR(first, 4'000, 200);
    EXPECT_NEAR(second, 8'000, 250);  // half of the rest
}

TEST(Spell, a_mistake_is_reported_by_its_place) {
    struct Case {
        const char* json;
        const char* said;
    };
    const Case cases[] = {
        {R"("echo")", "spell must be an object"},
        {R"({})", "spell needs an `as`"},
        {R"({"as":"ecko"})", "spell.as: "},
        {R"({"as":7})", "spell.as must be an answer"},
        {R"({"as":"echo","form":"1s"})", "spell: there is no form"},
        {R"({"as":"echo","from":5})", "spell.from must be a duration"},
        {R"({"as":"echo","to":"5"})", "spell.to must be a duration"},
        {R"({"as":"echo","share":0})", "spell.share must be above 0"},
        {R"({"as":"echo","share":1.5})", "spell.share must be above 0"},
        {R"({"as":"echo","from_request":0})", "spell.from_request must be the number"},
        {R"({"as":"echo","from":"5s","to":"5s"})", "spell: it ends before it begins"},
        {R"({"as":"echo","from_request":5,"to_request":4})", "spell: it ends before it begins"},
        {R"({"as":"echo","every":"60s"})", "spell: what comes again has a `to`"},
        {R"({"as":"echo","to":"61s","every":"60s"})", "spell: what comes again has a `to`"},
        {R"({"as":"echo","to":"5s","every":"0s"})", "spell: what comes again has a `to`"},
    };
    for (const Case& c : cases) {
        const Read result = read(c.json);
        ASSERT_EQ(result.problems.size(), 1u) << c.json;
        EXPECT_TRUE(result.problems.front().starts_with(c.said)) << c.json << ": " << result.problems.front();
    }
}

}  // namespace
}  // namespace parley::simulate
