// bad_models_test.cpp: one line for each way to get a model's data wrong. Every case is one field of an entry that is good
// otherwise.
#include "support.hpp"

namespace parley::config {
namespace {

struct BadField {
    std::string_view text;      // stands in the entry from line 4, column 5 on
    std::string_view expected;  // line:column: path: message | hint
};

constexpr std::string_view price_fault =
    "must be a price, 0 to 1000000, with at most six decimals | write US dollars for a "
    "million tokens: 0.15";

const std::vector<BadField> bad_fields = {
    {"supported_parameters: [tool]", "4:28: supported_parameters[0]: is no known word | did you mean 'tools'?"},
    {"supported_parameters: [stream, stream]", "4:36: supported_parameters[1]: stands here twice"},
    {"supported_parameters: stream", "4:27: supported_parameters: must be a list, not text"},
    {"input: [video]", "4:13: input[0]: is no known word | known are text, image, audio, file"},
    {"prices: 3", "4:13: prices: must be a mapping, not text"},
    {"prices: {output: 1}", "4:13: prices.input: is missing"},
    {"prices: {input: 1, output: }", "4:24: prices.output: has no value"},
    {"prices: {input: 1, output: 2, cache_reed: 1}", "4:35: prices.cache_reed: unknown name | did you mean 'cache_read'?"},
    {"regional_increase: 0.1",
     "4:24: regional_increase: must be a percentage, 0% to 100%, with at most two decimals | write the sign too: 10%"},
    {"regional_increase: 100.01%",
     "4:24: regional_increase: must be a percentage, 0% to 100%, with at most two decimals | write the sign too: 10%"},
    {"regional_increase: 0.001%",
     "4:24: regional_increase: must be a percentage, 0% to 100%, with at most two decimals | write the sign too: 10%"},
    {"retirement_date: 2026-02-29",
     "4:22: retirement_date: must be a day that exists, from 1970 on | write year, month and day: 2026-04-20"},
    {"retirement_date: tomorrow", "4:22: retirement_date: must be a day that exists, from 1970 on | write year, month and day: 2026-04-20"},
    {"replaced_by: nobody", "4:18: replaced_by: is not the id of a model"},
    {"replaced_by: m", "4:18: replaced_by: must be a model that is not replaced itself"},
    {"default_parameters: {temperature: 2.1}", "4:39: default_parameters.temperature: must be a number, 0 to 2"},
    {"default_parameters: {frequency_penalty: 0.5}", "4:45: default_parameters.frequency_penalty: must be a whole number, 0 to 2"},
    {"context_length: 0", "4:21: context_length: must be a whole number, 1 to 100000000"},
    {"max_output_tokens: 100000001", "4:24: max_output_tokens: must be a whole number, 1 to 100000000"},
};

std::string with_field(std::string_view field) {
    return "providers: {a: {dialect: openai, base_url: https://a.example}}\nmodels:\n  - id: m\n    " + std::string(field) +
           "\n    targets: [{provider: a, model: x}]\n";
}

TEST(BadModel, is_refused_and_the_field_is_named_with_its_place) {
    for (const BadField& bad : bad_fields) {
        SCOPED_TRACE(bad.text);
        std::string expected(bad.expected);
        expected.insert(expected.find(": ") + 2, "models[0].");
        EXPECT_EQ(lines_of(read_text(with_field(bad.text))), std::vector<std::string>{expected});
    }
}

TEST(BadModel, has_a_price_that_is_no_decimal_within_bounds) {
    for (const std::string_view price : {"-1", "+1", "1e3", ".5", "5.", "0.1234567", "1000000.000001", "1000001", "007", "1,5", "free",
                                         "$3", "0x10", "1.2.3", "inf", "nan"}) {
        SCOPED_TRACE(price);
        const ConfigReading reading = read_text(with_field("prices: {input: \"" + std::string(price) + "\", output: 0}"));
        EXPECT_EQ(lines_of(reading), std::vector<std::string>{"4:21: models[0].prices.input: " + std::string(price_fault)});
    }
}

TEST(BadModel, is_told_which_word_it_may_have_meant_or_all_there_are) {
    const auto hint = [](std::string_view word) {
        return read_text(with_field("supported_parameters: [" + std::string(word) + "]")).problems.at(0).hint;
    };
    EXPECT_EQ(hint("respons_format"), "did you mean 'response_format'?");
    EXPECT_TRUE(hint("quux").starts_with("known are max_tokens, temperature, tools"));
}

}  // namespace
}  // namespace parley::config
