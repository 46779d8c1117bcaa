#include "simulate/model_options.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "simulate/option_table.hpp"

namespace parley::simulate {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

ModelOptions options_of(std::string_view model) {
    auto options = parse_model(model);
    EXPECT_TRUE(options) << model << ": " << (options ? "" : options.error().message);
    return options ? *options : ModelOptions{};
}

std::string refusal_of(const std::string& model) {
    const auto options = parse_model(model);
    EXPECT_FALSE(options) << model;
    return options ? "" : options.error().message;
}

TEST(ModelOptions, knows_every_answer_with_and_without_the_prefix) {
    struct Case {
        const char* name;
        AnswerKind answer;
        std::uint32_t size;
    };
    const Case cases[] = {
        {"echo", AnswerKind::echo, 0},           {"fixed", AnswerKind::fixed, 0},
        {"words-1", AnswerKind::words, 1},       {"words-100000", AnswerKind::words, 100'000},
        {"long-64", AnswerKind::long_text, 64},  {"long-10240", AnswerKind::long_text, 10'240},
        {"tool", AnswerKind::tool, 1},           {"tools-2", AnswerKind::tool, 2},
        {"tools-16", AnswerKind::tool, 16},      {"json", AnswerKind::json, 0},
        {"reasoning", AnswerKind::reasoning, 0},
    };
    for (const Case& c : cases) {
        for (const std::string& name : {std::string(c.name), "sim/" + std::string(c.name)}) {
            const ModelOptions options = options_of(name);
            EXPECT_EQ(options.answer, c.answer) << name;
            EXPECT_EQ(options.size, c.size) << name;
            EXPECT_FALSE(options.faults.any()) << name;
        }
    }
}

TEST(ModelOptions, an_answer_that_does_not_exist_is_a_model_not_found) {
    for (const char* name : {"", "sim/", "ECHO", "echoes", "words", "words-", "words-0", "words-100001", "words--1", "long-10241",
                             "tools-17", "sim/sim/echo", "gpt-4.1", "?first=1s"}) {
        const auto options = parse_model(name);
        ASSERT_FALSE(options) << name;
        EXPECT_EQ(options.error().kind, ErrorKind::not_found) << name;
        EXPECT_EQ(options.error().code, "model_not_found") << name;
    }
}

TEST(ModelOptions, both_spellings_of_the_grammar_say_the_same) {
    const ModelOptions expected = options_of("sim/words-50?first=200ms&rate=80&jitter=0.3&seed=7");
    EXPECT_EQ(expected.pace.first, Duration(milliseconds(200)));
    EXPECT_EQ(expected.pace.tokens_per_second, 80);
    EXPECT_EQ(expected.pace.jitter, 0.3);
    EXPECT_EQ(expected.seed, 7u);
    EXPECT_EQ(options_of("words-50@first=200ms,rate=80,jitter=0.3,seed=7"), expected);
    EXPECT_EQ(options_of("words-50?seed=7,first=200ms&jitter=0.3,rate=80"), expected);
}

TEST(ModelOptions, every_option_sets_its_own_field_and_nothing_else) {
    struct Case {
        const char* option;
        std::function<void(ModelOptions&)> set;
    };
    const Case cases[] = {
        {"first=2s", [](auto& o) { o.pace.first = seconds(2); }},
        {"rate=0.5", [](auto& o) { o.pace.tokens_per_second = 0.5; }},
        {"jitter=1", [](auto& o) { o.pace.jitter = 1; }},
        {"seed=18446744073709551615", [](auto& o) { o.seed = ~std::uint64_t{0}; }},
        {"early_head", [](auto& o) { o.pace.early_head = true; }},
        {"cached=1000000", [](auto& o) { o.cached_tokens = 1'000'000; }},
        {"thoughts=100000", [](auto& o) { o.thought_words = 100'000; }},
        {"rounds=1000", [](auto& o) { o.rounds = 1'000; }},
        {"signed", [](auto& o) { o.signed_calls = true; }},
        {"status=529", [](auto& o) { o.faults.status = 529; }},
        {"body=error", [](auto& o) { o.faults.body = PageBody::error; }},
        {"body=html", [](auto& o) { o.faults.body = PageBody::html; }},
        {"body=text", [](auto& o) { o.faults.body = PageBody::text; }},
        {"body=empty", [](auto& o) { o.faults.body = PageBody::empty; }},
        {"html", [](auto& o) { o.faults.body = PageBody::html; }},
        {"empty", [](auto& o) { o.faults.body = PageBody::empty; }},
        {"garbage", [](auto& o) { o.faults.garbage = true; }},
        {"hang=headers", [](auto& o) { o.faults.hang = Point{.before_head = true}; }},
        {"hang=0", [](auto& o) { o.faults.hang = Point{}; }},
        {"cut=3", [](auto& o) { o.faults.cut = Point{.after = 3}; }},
        {"reset=1000000", [](auto& o) { o.faults.reset = Point{.after = 1'000'000}; }},
        {"malformed=2", [](auto& o) { o.faults.malformed = 2; }},
        {"error_in_stream=0", [](auto& o) { o.faults.error_in_stream = 0; }},
        {"no_done", [](auto& o) { o.faults.no_done = true; }},
        {"double_done", [](auto& o) { o.faults.double_done = true; }},
        {"no_finish", [](auto& o) { o.faults.no_finish = true; }},
        {"finish=content_filter", [](auto& o) { o.faults.finish = "content_filter"; }},
        {"crlf", [](auto& o) { o.faults.crlf = true; }},
        {"comments", [](auto& o) { o.faults.comments = true; }},
        {"gzip", [](auto& o) { o.faults.gzip = true; }},
        {"close_after", [](auto& o) { o.faults.close_after = true; }},
        {"big_event=33554432", [](auto& o) { o.faults.big_event = 33'554'432; }},
        {"header_flood=10000", [](auto& o) { o.faults.header_flood = 10'000; }},
        {"drip=0ms", [](auto& o) { o.faults.drip = Duration(0); }},
        {"wrong_length=+10", [](auto& o) { o.faults.wrong_length = 10; }},
        {"wrong_length=-10", [](auto& o) { o.faults.wrong_length = -10; }},
        {"bad_chunk_size", [](auto& o) { o.faults.bad_chunk_size = true; }},
        {"two_responses", [](auto& o) { o.faults.two_responses = true; }},
    };
    for (const Case& c : cases) {
        ModelOptions expected = options_of("echo");
        c.set(expected);
        EXPECT_EQ(options_of("echo?" + std::string(c.option)), expected) << c.option;
    }
}

TEST(ModelOptions, options_that_need_a_companion_are_accepted_with_it) {
    const Faults limited = options_of("echo?status=429&retry_after=86400&code=insufficient_quota").faults;
    EXPECT_EQ(limited.retry_after, seconds(86'400));
    EXPECT_EQ(limited.code, "insufficient_quota");
    const Faults flaky = options_of("echo?status=500&fail_first=2&fail_rate=0.5").faults;
    EXPECT_EQ(flaky.fail_first, 2u);
    EXPECT_EQ(flaky.fail_rate, 0.5);
    const Pace varied = options_of("echo?first=200ms&sigma=0.3&tail=0.03&tail_by=20").pace;
    EXPECT_EQ(varied.sigma, 0.3);
    EXPECT_EQ(varied.tail, 0.03);
    EXPECT_EQ(varied.tail_by, 20);
    EXPECT_TRUE(options_of("echo?status=500&quote").faults.quote);
    EXPECT_TRUE(options_of("echo?error_in_stream=2&quote").faults.quote);
}

TEST(ModelOptions, a_mistake_is_refused_with_the_name_of_its_option) {
    struct Case {
        const char* options;
        const char* named;
    };
    const Case cases[] = {
        {"", "no option "},
        {"frist=1s", "frist"},
        {"first", "first"},
        {"first=", "first"},
        {"first=200", "first"},
        {"first=3601s", "first"},
        {"rate=1000001", "rate"},
        {"jitter=1.1", "jitter"},
        {"seed=-1", "seed"},
        {"early_head=1", "early_"},
        {"first=1s&sigma=3.1", "sigma"},
        {"sigma=0.3", "first"},
        {"tail=0.1", "first"},
        {"first=1s&tail=1.1", "tail"},
        {"first=1s&tail_by=5", "tail_by"},
        {"cached=0", "cached"},
        {"cached=1000001", "cached"},
        {"thoughts=0", "thoughts"},
        {"rounds=0", "rounds"},
        {"rounds=1001", "rounds"},
        {"signed=yes", "signed"},
        {"quote", "quote"},
        {"status=199", "status"},
        {"status=600", "status"},
        {"body=pdf", "body"},
        {"html=yes", "html"},
        {"hang", "hang"},
        {"hang=head", "hang"},
        {"cut=1000001", "cut"},
        {"reset=-1", "reset"},
        {"malformed=0", "malformed"},
        {"big_event=33554433", "big"},
        {"header_flood=10001", "header_flood"},
        {"drip=1", "drip"},
        {"wrong_length=10", "wrong"},
        {"finish=st\"op", "finish"},
        {"crlf&crlf", "crlf"},
        {"crlf&", "no option "},
        {"crlf+comments", "crlf+comments"},
        {"retry_after=1", "retry_after"},
        {"code=x", "code"},
        {"fail_first=1", "fail_first"},
        {"fail_rate=0.5", "fail_rate"},
        {"cut=1&hang=2", "hang"},
        {"two_responses&bad_chunk_size", "two_"},
        {"status=429&retry_after=86401", "retry_after"},
    };
    for (const Case& c : cases) {
        const std::string refusal = refusal_of("echo?" + std::string(c.options));
        EXPECT_NE(refusal.find(c.named), std::string::npos) << c.options << ": " << refusal;
    }
}

TEST(ModelOptions, the_help_text_names_every_option_and_every_example_can_be_asked) {
    const std::string help = model_options_help();
    for (const OptionRule& rule : option_table()) EXPECT_NE(help.find(rule.name), std::string::npos) << rule.name;
    for (const std::string& model : example_models()) EXPECT_TRUE(parse_model(model)) << model;
    EXPECT_EQ(example_models().size(), 9u);
}

}  // namespace
}  // namespace parley::simulate
