#include "openai/field_checks.hpp"

#include <array>

#include "unit/openai/request_bodies.hpp"

namespace parley::openai {
namespace {

using tests::problems_of;
using tests::with;
using Problem = std::vector<std::string>;

/// One value of every type of JSON.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> values = {{
    {"boolean", "true"},
    {"integer", "1"},
    {"number", "0.5"},
    {"string", "\"x\""},
    {"object", "{}"},
    {"array", "[]"},
}};

struct Field {
    std::string_view name;
    std::string_view type;  // one of the above
};

constexpr std::array fields = {
    Field{"top_p", "number"},
    Field{"top_k", "integer"},
    Field{"frequency_penalty", "number"},
    Field{"presence_penalty", "number"},
    Field{"seed", "integer"},
    Field{"logprobs", "boolean"},
    Field{"top_logprobs", "integer"},
    Field{"logit_bias", "object"},
    Field{"parallel_tool_calls", "boolean"},
    Field{"reasoning", "object"},
    Field{"reasoning_effort", "string"},
    Field{"verbosity", "string"},
    Field{"modalities", "array"},
    Field{"audio", "object"},
    Field{"prediction", "object"},
    Field{"cache_control", "object"},
    Field{"prompt_cache_key", "string"},
    Field{"prompt_cache_retention", "string"},
    Field{"user", "string"},
    Field{"safety_identifier", "string"},
    Field{"metadata", "object"},
    Field{"store", "boolean"},
    Field{"service_tier", "string"},
    Field{"max_tokens", "integer"},
    Field{"max_completion_tokens", "integer"},
    Field{"temperature", "number"},
    Field{"n", "integer"},
    Field{"stream", "boolean"},
    Field{"tools", "array"},
    Field{"functions", "array"},
    Field{"fallbacks", "array"},
    Field{"post_processing_steps", "array"},
    Field{"fallback_config", "object"},
};

std::string member(std::string_view name, std::string_view value) { return ",\"" + std::string(name) + "\":" + std::string(value); }

class TypedField : public testing::TestWithParam<Field> {};

TEST_P(TypedField, takes_its_type_and_null_and_refuses_every_other_by_name) {
    const auto [name, type] = GetParam();
    EXPECT_EQ(problems_of(with(member(name, "null"))), Problem{});
    for (const auto& [kind, value] : values) {
        SCOPED_TRACE(kind);
        const bool fits = kind == type || (type == "number" && kind == "integer");
        const Problem found = problems_of(with(member(name, value)));
        if (fits) {
            EXPECT_EQ(found, Problem{});
        } else {
            const std::string article = type.find_first_of("aeiou") == 0 ? " must be an " : " must be a ";
            EXPECT_EQ(found, Problem{std::string(name) + article + std::string(type)});
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Table, TypedField, testing::ValuesIn(fields), [](const auto& info) { return std::string(info.param.name); });

struct Bounds {
    std::string_view name;
    std::vector<std::string_view> good;
    std::vector<std::string_view> bad;
    std::string_view problem;
};

TEST(BoundedField, takes_its_edges_and_nothing_beyond) {
    for (const Bounds& bounds : {
             Bounds{"top_p", {"0", "1", "1.0"}, {"-0.01", "1.01"}, "top_p must be between 0 and 1"},
             Bounds{"frequency_penalty", {"-2", "2"}, {"-2.1", "2.1"}, "frequency_penalty must be between -2 and 2"},
             Bounds{"presence_penalty", {"-2", "2"}, {"-2.1", "2.1"}, "presence_penalty must be between -2 and 2"},
             Bounds{"top_logprobs", {"0", "20"}, {"-1", "21"}, "top_logprobs must be between 0 and 20"},
             Bounds{"temperature", {"0", "2"}, {"-0.1", "2.01"}, "temperature must be between 0 and 2"},
             Bounds{"max_tokens", {"1", "9223372036854775807"}, {"0", "-1"}, "max_tokens must be at least 1"},
             Bounds{"n", {"1"}, {"0", "2"}, "n must be 1"},
         }) {
        for (const std::string_view value : bounds.good) EXPECT_EQ(problems_of(with(member(bounds.name, value))), Problem{});
        for (const std::string_view value : bounds.bad) {
            EXPECT_EQ(problems_of(with(member(bounds.name, value))), Problem{std::string(bounds.problem)}) << value;
        }
    }
}

TEST(IntegerField, takes_no_fraction_no_exponent_and_no_more_than_64_bits) {
    for (const std::string_view value : {"1.5", "1e3", "1e999", "12345678901234567890123"}) {
        EXPECT_EQ(problems_of(with(member("seed", value))), Problem{"seed must be an integer"}) << value;
    }
}

TEST(Stop, is_a_string_or_a_bounded_list_of_them) {
    std::string list = "[\"a\"";
    for (std::size_t i = 1; i < stop_sequences_max; ++i) list += ",\"a\"";
    for (const std::string& value : {std::string("\"a\""), std::string("[]"), std::string("null"), list + "]"}) {
        EXPECT_EQ(problems_of(with(member("stop", value))), Problem{}) << value;
    }
    EXPECT_EQ(problems_of(with(member("stop", list + ",\"a\"]"))), Problem{"stop must hold at most 16 strings"});
    for (const std::string_view value : {"1", "{}", "true", "[1]", "[\"a\",null]"}) {
        EXPECT_EQ(problems_of(with(member("stop", value))), Problem{"stop must be a string or an array of strings"}) << value;
    }
}

TEST(LogitBias, holds_bounded_numbers) {
    for (const std::string_view value : {R"({"1":-100,"2":100,"3":0.5})", "{}", "null"}) {
        EXPECT_EQ(problems_of(with(member("logit_bias", value))), Problem{}) << value;
    }
    for (const std::string_view value : {R"({"1":-100.1})", R"({"1":101})", R"({"1":"5"})", R"({"1":0,"2":null})"}) {
        EXPECT_EQ(problems_of(with(member("logit_bias", value))), Problem{"logit_bias must hold numbers between -100 and 100"}) << value;
    }
}

TEST(Reasoning, has_an_effort_and_a_limit) {
    for (const std::string_view value : {R"({"effort":"low","max_tokens":0})", R"({"effort":"a word of next year"})", "{}"}) {
        EXPECT_EQ(problems_of(with(member("reasoning", value))), Problem{}) << value;
    }
    EXPECT_EQ(problems_of(with(member("reasoning", R"({"effort":1,"max_tokens":"2"})"))),
              (Problem{"reasoning.effort must be a string", "reasoning.max_tokens must be an integer"}));
    EXPECT_EQ(problems_of(with(member("reasoning", R"({"max_tokens":-1})"))), Problem{"reasoning.max_tokens must be at least 0"});
}

TEST(Modalities, are_text_alone) {
    EXPECT_EQ(problems_of(with(member("modalities", R"(["text"])"))), Problem{});
    EXPECT_EQ(problems_of(with(member("modalities", R"(["text","audio"])"))), Problem{"modalities can only be text"});
}

}  // namespace
}  // namespace parley::openai
