// model_fields_test.cpp: what an entry of `models` becomes.
#include "config/tables.hpp"
#include "support.hpp"

namespace parley::config {
namespace {

using catalog::Modality;
using catalog::Model;
using catalog::Parameter;
using catalog::Prices;

/// The model of an entry with these fields besides its id and its target.
Model model_with(std::string_view fields) {
    const ConfigReading reading =
        read_text("providers: {a: {dialect: openai, base_url: https://a.example, region: us}}\nmodels:\n  - id: m\n" + std::string(fields) +
                  "    targets: [{provider: a, model: x}]\n");
    EXPECT_EQ(lines_of(reading), std::vector<std::string>{});
    return reading.config ? reading.config->models.at(0) : Model{};
}

TEST(ModelFields, are_all_read) {
    const Model model = model_with(
        "    name: The House Model\n    description: For everything.\n    creator: House\n    context_length: 128000\n"
        "    max_output_tokens: 4096\n    supported_parameters: [tools, max_tokens]\n    input: [image, text]\n"
        "    default_parameters: {temperature: 0.7, top_p: null, frequency_penalty: 1}\n"
        "    prices: {input: 0.15, output: 0.6, cache_read: 0.075, cache_write_5m: 0.1875, cache_write_1h: 0}\n"
        "    regional_increase: 12.5%\n    retirement_date: 2026-04-20\n    replaced_by: gpt-5\n");
    EXPECT_EQ(model, (Model{.id = "m",
                            .name = "The House Model",
                            .description = "For everything.",
                            .creator = "House",
                            .context_length = 128'000,
                            .max_output_tokens = 4'096,
                            .supported_parameters = {Parameter::max_tokens, Parameter::tools},
                            .input = {Modality::text, Modality::image},
                            .default_parameters = {.temperature = 700'000, .frequency_penalty = 1'000'000},
                            .prices = Prices{.input = {150'000},
                                             .output = {600'000},
                                             .cache_read = PricePerToken{75'000},
                                             .cache_write_5m = PricePerToken{187'500},
                                             .cache_write_1h = PricePerToken{0}},
                            .regional_increase = {1'250},
                            .retirement_date = 1'776'643'200,
                            .replaced_by = "gpt-5",
                            .targets = {{"a", "x", "us"}}}));
}

TEST(ModelFields, accept_prices_at_their_bounds_and_zero_only_when_it_is_written) {
    EXPECT_EQ(model_with("    prices: {input: 1000000, output: 0.000001}\n").prices, (Prices{.input = price_most, .output = {1}}));
    EXPECT_EQ(model_with("    prices: {input: 0, output: 0}\n").prices, Prices{});
    EXPECT_EQ(model_with("").prices, std::nullopt);
}

TEST(ModelFields, keep_a_decimal_that_a_double_would_not) {
    // 0.1 + 0.2 and the like: exact, to the last of six places.
    EXPECT_EQ(model_with("    prices: {input: 999999.999999, output: 0.3}\n").prices,
              (Prices{.input = {999'999'999'999}, .output = {300'000}}));
}

TEST(ModelFields, accept_an_increase_at_its_bounds) {
    EXPECT_EQ(model_with("    regional_increase: 0%\n").regional_increase.value, 0u);
    EXPECT_EQ(model_with("    regional_increase: 0.01%\n").regional_increase.value, 1u);
    EXPECT_EQ(model_with("    regional_increase: 100%\n").regional_increase.value, 10'000u);
}

TEST(ModelFields, have_texts_as_long_as_they_may_be_and_no_longer) {
    const auto with_description = [](std::size_t bytes) {
        return read_text("providers: {a: {dialect: openai, base_url: https://a.example}}\nmodels:\n  - id: m\n    description: " +
                         std::string(bytes, 'x') + "\n    targets: [{provider: a, model: x}]\n");
    };
    EXPECT_TRUE(with_description(text_bytes_max).config);
    EXPECT_EQ(lines_of(with_description(text_bytes_max + 1)),
              std::vector<std::string>{"4:18: models[0].description: must have at most 1024 characters"});
}

TEST(ModelFields, warn_of_models_whose_price_is_not_known) {
    const auto warnings = [](std::size_t models) {
        std::string text = "providers: {a: {dialect: openai, base_url: https://a.example, region: us}}\nmodels:\n";
        for (std::size_t i = 0; i < models; ++i) {
            text += "  - {id: m" + std::to_string(i) + ", targets: [{provider: a, model: x}]}\n";
        }
        return read_text(text).warnings;
    };
    EXPECT_EQ(warnings(1), std::vector<std::string>{"models: without `prices`, so that nobody knows their cost: m0"});
    EXPECT_EQ(warnings(7), std::vector<std::string>{"models: without `prices`, so that nobody knows their cost: m0, m1, m2, m3, "
                                                    "m4 and 2 more"});
}

}  // namespace
}  // namespace parley::config
