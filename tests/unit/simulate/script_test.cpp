#include "simulate/script.hpp"

#include <gtest/gtest.h>

namespace parley::simulate {
namespace {

using std::chrono::seconds;

Script script_of(std::string_view json) {
    auto script = Script::parse(json);
    EXPECT_TRUE(script) << (script ? "" : script.error().message);
    return script ? std::move(*script) : Script();
}

int status_of(Script& script, std::string_view model, Duration now = Duration(0)) {
    const auto options = script.choose(model, now);
    EXPECT_TRUE(options) << (options ? "" : options.error().message);
    return options ? options->faults.status : -1;
}

TEST(Script, a_name_stands_for_its_options) {
    Script script = script_of(R"({"models":{"flaky":"words-5?fail_first=1&status=500","sim/two":"tools-2"}})");
    EXPECT_EQ(script.choose("sim/two", Duration(0))->answer, AnswerKind::tool);
    EXPECT_EQ(script.choose("two", Duration(0))->size, 2u);
    EXPECT_EQ(status_of(script, "flaky"), 500);
    EXPECT_EQ(status_of(script, "sim/flaky"), 0);  // the same model: its first request was had
    EXPECT_EQ(script.choose("flaky", Duration(0))->answer, AnswerKind::words);
    EXPECT_EQ(script.names(), (std::vector<std::string>{"sim/flaky", "sim/two"}));
}

TEST(Script, a_list_is_an_order_whose_last_entry_stays) {
    Script script = script_of(R"({"models":{"moody":["echo?status=429","echo?status=503&fail_first=2","echo"]}})");
    EXPECT_EQ(status_of(script, "moody"), 429);
    EXPECT_EQ(status_of(script, "moody"), 503);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(status_of(script, "moody"), 0);

    Script flaky_last = script_of(R"({"models":{"moody":["echo","echo?status=503&fail_first=2"]}})");
    const int expected[] = {0, 503, 503, 0, 0};  // the last entry counts from its own turn
    for (const int status : expected) EXPECT_EQ(status_of(flaky_last, "moody"), status);
}

TEST(Script, a_climate_has_fair_days_and_spells) {
    Script script = script_of(R"({"models":{"house":{"fair":"echo","spells":[{"from":"60s","to":"120s","as":"echo?status=503"}]}}})");
    EXPECT_EQ(status_of(script, "house", seconds(59)), 0);
    EXPECT_EQ(status_of(script, "house", seconds(60)), 503);
    EXPECT_EQ(status_of(script, "house", seconds(119)), 503);
    EXPECT_EQ(status_of(script, "house", seconds(120)), 0);
    EXPECT_EQ(script.names(), std::vector<std::string>{"sim/house"});
}

TEST(Script, its_spells_count_from_the_moment_at_which_it_took_effect) {
    Script script = script_of(R"({"models":{"house":{"fair":"echo","spells":[{"to":"10s","as":"echo?status=503"}]}}})");
    script.begin(seconds(1'000));
    EXPECT_EQ(status_of(script, "house", seconds(1'005)), 503);
    EXPECT_EQ(status_of(script, "house", seconds(1'010)), 0);
}

TEST(Script, a_spell_that_is_over_leaves_the_order_of_fair_days_where_it_is) {
    Script script = script_of(
        R"({"models":{"house":{"fair":["echo?status=429","echo?status=502","echo"],"spells":[{"to_request":1,"as":"echo?status=503"}]}}})");
    EXPECT_EQ(status_of(script, "house"), 503);
    EXPECT_EQ(status_of(script, "house"), 502);
    EXPECT_EQ(status_of(script, "house"), 0);
}

TEST(Script, every_request_for_a_name_that_varies_draws_its_own_first_token) {
    Script script;
    const std::string name = "words-5?first=200ms&sigma=0.3";
    const Duration first = script.choose(name, Duration(0))->pace.first;
    EXPECT_NE(script.choose(name, Duration(0))->pace.first, first);
    script.forget_counts();
    EXPECT_EQ(script.choose(name, Duration(0))->pace.first, first);
}

TEST(Script, every_mistake_of_a_climate_is_reported_with_its_place) {
    const auto script = Script::parse(R"({"models":{"a":{"fair":"ecko","spells":[]},"b":{"fair":"echo"},"c":{"fair":"echo","spells":[{}]},
                                        "d":{"fair":"echo","spells":[],"spels":[]}}})");
    ASSERT_FALSE(script);
    const std::vector<std::string>& problems = script.error().problems;
    ASSERT_EQ(problems.size(), 4u);
    const char* const places[] = {"a.fair", "b:", "c.spells[0]", "d:"};
    for (std::size_t i = 0; i < problems.size(); ++i) EXPECT_TRUE(problems[i].starts_with(places[i])) << problems[i];
}

TEST(Script, names_that_are_in_no_script_are_read_as_options) {
    Script script;
    EXPECT_EQ(status_of(script, "sim/echo?status=500&fail_first=2"), 500);
    EXPECT_EQ(status_of(script, "echo?status=500&fail_first=2"), 500);
    EXPECT_EQ(status_of(script, "echo?status=500&fail_first=2"), 0);
    EXPECT_EQ(status_of(script, "echo?status=501&fail_first=2"), 501);  // another name, another count
    script.forget_counts();
    EXPECT_EQ(status_of(script, "echo?status=500&fail_first=2"), 500);
    EXPECT_EQ(script.choose("nobody", Duration(0)).error().kind, ErrorKind::not_found);
}

TEST(Script, every_mistake_is_reported_with_its_name) {
    const auto script = Script::parse(R"({"models":{"a":"echo","b":"ecko","c":["echo?x"],"d":7,"e":[]}})");
    ASSERT_FALSE(script);
    const std::vector<std::string>& problems = script.error().problems;
    ASSERT_EQ(problems.size(), 4u);
    for (std::size_t i = 0; i < problems.size(); ++i) EXPECT_EQ(problems[i][0], "bcde"[i]) << problems[i];
}

TEST(Script, what_is_no_script_is_refused) {
    for (const char* json : {"", "[]", "{}", R"({"models":[]})", R"({"models":{"a":"echo"})"}) {
        const auto script = Script::parse(json);
        ASSERT_FALSE(script) << json;
        EXPECT_EQ(script.error().kind, ErrorKind::bad_request);
    }
}

std::string script_with_names(std::size_t count) {
    std::string json = R"({"models":{)";
    for (std::size_t i = 0; i < count; ++i) json += (i ? ",\"" : "\"") + std::to_string(i) + R"(":"echo")";
    return json + "}}";
}

std::string script_with_entries(std::size_t count) {
    std::string json = R"({"models":{"a":[)";
    for (std::size_t i = 0; i < count; ++i) json += i ? R"(,"echo")" : R"("echo")";
    return json + "]}}";
}

std::string said(Script& script, std::string_view body) { return script.choose("scripted", Duration(0), body)->text; }

TEST(Script, a_scripted_answer_goes_by_what_the_request_holds) {
    Script script = script_of(R"({"models":{},"answers":[{"when":"Translate","say":["first","second"]},{"when":"","say":"other"}]})");
    EXPECT_EQ(said(script, R"({"messages":"Translate this"})"), "first");
    EXPECT_EQ(said(script, R"({"messages":"Sum this up"})"), "other");
    for (int i = 0; i < 2; ++i) EXPECT_EQ(said(script, "Translate"), "second");
    script.forget_counts();
    EXPECT_EQ(said(script, "Translate"), "first");
    EXPECT_EQ(script.choose("echo", Duration(0), "Translate")->text, "");
}

TEST(Script, an_answer_has_both_its_parts) {
    for (const char* answer : {"{}", R"({"when":"a"})", R"({"say":"a"})", R"({"when":"a","say":[]})", "7"}) {
        EXPECT_FALSE(Script::parse(std::string(R"({"models":{},"answers":[)") + answer + "]}")) << answer;
    }
}

TEST(Script, is_bounded) {
    EXPECT_TRUE(Script::parse(script_with_names(Script::names_max)));
    EXPECT_FALSE(Script::parse(script_with_names(Script::names_max + 1)));
    EXPECT_TRUE(Script::parse(script_with_entries(Script::entries_max)));
    EXPECT_FALSE(Script::parse(script_with_entries(Script::entries_max + 1)));
}

TEST(Script, counts_so_many_models_and_no_more) {
    Script script;
    const std::string_view faulty = "echo?status=500&fail_first=1&seed=";
    for (std::size_t i = 0; i < Script::counted_models_max; ++i) {
        ASSERT_TRUE(script.choose(std::string(faulty) + std::to_string(i), Duration(0)));
    }
    EXPECT_EQ(script.choose(std::string(faulty) + "x", Duration(0)).error().kind, ErrorKind::bad_request);
    EXPECT_EQ(script.choose(std::string(faulty) + "999999", Duration(0)).error().kind, ErrorKind::not_ready);
    EXPECT_EQ(status_of(script, std::string(faulty) + "1"), 0);
    EXPECT_TRUE(script.choose("echo", Duration(0)));
}

}  // namespace
}  // namespace parley::simulate
