// served_models_test.cpp: what a configuration serves of the built-in catalogue, and how it overrides it.
#include "config/served_models.hpp"

#include <algorithm>

#include "config/builtin_models.hpp"
#include "support.hpp"

namespace parley::config {
namespace {

using catalog::Model;
using catalog::Target;

Provider provider_in(std::string region) {
    Provider provider;
    provider.region = std::move(region);
    return provider;
}

const Model* find(const Config& config, std::string_view id) {
    const auto found = std::find_if(config.models.begin(), config.models.end(), [id](const Model& m) { return m.id == id; });
    return found == config.models.end() ? nullptr : &*found;
}

constexpr std::string_view openai_in_us = "providers: {openai: {dialect: openai, base_url: https://a.example, region: us}}\n";

ConfigReading read_with_openai(std::string_view more) { return read_text(std::string(openai_in_us) + std::string(more)); }

TEST(ServeTargets, gives_a_target_to_the_provider_that_is_named_like_its_host) {
    const std::vector<Target> targets{{"groq", "x", ""}, {"openai", "y", ""}};
    EXPECT_EQ(serve_targets(targets, {{"openai", provider_in("us")}}), (std::vector<Target>{{"openai", "y", "us"}}));
    EXPECT_EQ(serve_targets(targets, {{"other", provider_in("us")}}), std::vector<Target>{});
    EXPECT_EQ(serve_targets(targets, {{"groq", provider_in("eu")}, {"openai", provider_in("us")}}),
              (std::vector<Target>{{"groq", "x", "eu"}, {"openai", "y", "us"}}));
}

TEST(ServeTargets, lets_a_stated_region_through_only_at_a_provider_that_states_the_same) {
    struct Case {
        std::string target, provider;
        std::vector<Target> expected;
    };
    const std::vector<Case> cases{
        {"us", "us", {{"h", "m", "us"}}},
        {"us", "eu", {}},
        {"us", "", {}},
        {"eu", "eu", {{"h", "m", "eu"}}},
        {"", "eu", {{"h", "m", "eu"}}},
        {"", "", {{"h", "m", ""}}},
        {"global", "", {{"h", "m", ""}}},
        {"global", "eu", {{"h", "m", ""}}},
    };
    for (const Case& one : cases) {
        SCOPED_TRACE(one.target + " at " + one.provider);
        EXPECT_EQ(serve_targets({{"h", "m", one.target}}, {{"h", provider_in(one.provider)}}), one.expected);
    }
}

TEST(ServeTargets, has_no_target_twice) {
    EXPECT_EQ(serve_targets({{"h", "m", ""}, {"h", "m", "global"}}, {{"h", provider_in("")}}), (std::vector<Target>{{"h", "m", ""}}));
}

TEST(ServeTargets, stops_at_as_many_as_a_model_may_have) {
    std::vector<Target> targets;
    for (std::size_t i = 0; i <= catalog::targets_max; ++i) targets.push_back({"h", "m" + std::to_string(i), ""});
    EXPECT_EQ(serve_targets(targets, {{"h", provider_in("us")}}).size(), catalog::targets_max);
}

TEST(ServedModels, are_the_built_in_ones_that_a_provider_answers_for) {
    const ConfigReading reading = read_with_openai("");
    ASSERT_TRUE(reading.config) << lines_of(reading)[0];
    EXPECT_EQ(reading.warnings, std::vector<std::string>{});
    const Model* model = find(*reading.config, "gpt-5-mini");
    ASSERT_TRUE(model);
    EXPECT_EQ(model->targets, (std::vector<Target>{{"openai", "gpt-5-mini", "us"}}));
    EXPECT_EQ(model->context_length, 400'000);
    EXPECT_FALSE(find(*reading.config, "claude-sonnet-4-6"));
}

TEST(ServedModels, answer_in_the_region_and_globally_where_the_catalogue_says_so) {
    const ConfigReading reading = read_with_openai("");
    ASSERT_TRUE(reading.config);
    EXPECT_EQ(find(*reading.config, "gpt-5.5")->targets, (std::vector<Target>{{"openai", "gpt-5.5", "us"}, {"openai", "gpt-5.5", ""}}));
}

TEST(ServedModels, are_only_the_stated_ones_where_the_catalogue_is_switched_off) {
    const ConfigReading reading = read_with_openai(
        "models: [{id: gpt-5, prices: {input: 1, output: 1}, targets: [{provider: openai, model: x}]}]\n"
        "catalog: none\n");  // wherever in the file it stands
    ASSERT_TRUE(reading.config) << lines_of(reading)[0];
    ASSERT_EQ(reading.config->models.size(), 1u);
    EXPECT_EQ(reading.config->models[0].context_length, 0) << "nothing of the built-in model of the same id";
}

TEST(ServedModels, are_switched_off_by_a_variable_too) {
    const ConfigReading reading = read_text(
        std::string(openai_in_us) + "catalog: \"${C}\"\nmodels: [{id: m, targets: [{provider: openai, model: x}]}]\n", {{"C", "none"}});
    ASSERT_TRUE(reading.config) << lines_of(reading)[0];
    EXPECT_EQ(reading.config->models.size(), 1u);
}

TEST(Override, wins_where_it_states_something_and_keeps_the_rest) {
    const ConfigReading reading =
        read_with_openai("models: [{id: gpt-5, context_length: 1000, prices: {input: 9, output: 8}, supported_parameters: [stream]}]\n");
    ASSERT_TRUE(reading.config) << lines_of(reading)[0];
    const Model* model = find(*reading.config, "gpt-5");
    ASSERT_TRUE(model);
    EXPECT_EQ(model->context_length, 1000);
    EXPECT_EQ(model->prices, (catalog::Prices{.input = {9'000'000}, .output = {8'000'000}})) << "as a whole: no cache_read";
    EXPECT_EQ(model->supported_parameters, (catalog::ParameterSet{catalog::Parameter::stream}));
    EXPECT_EQ(model->max_output_tokens, find_builtin_model("gpt-5")->max_output_tokens);
    EXPECT_EQ(model->name, "GPT-5");
    EXPECT_EQ(model->targets, (std::vector<Target>{{"openai", "gpt-5", "us"}}));
    EXPECT_EQ(
        std::count_if(reading.config->models.begin(), reading.config->models.end(), [](const Model& one) { return one.id == "gpt-5"; }), 1);
}

TEST(Override, replaces_the_targets_as_a_whole) {
    const ConfigReading reading = read_with_openai(
        "models: [{id: gpt-5.5, targets: [{provider: openai, model: mine}, {provider: openai, model: far, region: global}]}]\n");
    ASSERT_TRUE(reading.config) << lines_of(reading)[0];
    EXPECT_EQ(find(*reading.config, "gpt-5.5")->targets, (std::vector<Target>{{"openai", "mine", "us"}, {"openai", "far", ""}}));
}

TEST(Override, of_a_model_that_nobody_answers_for_is_warned_about_and_not_served) {
    const ConfigReading reading = read_with_openai("models: [{id: claude-sonnet-4-6, context_length: 1000}]\n");
    ASSERT_TRUE(reading.config) << lines_of(reading)[0];
    EXPECT_FALSE(find(*reading.config, "claude-sonnet-4-6"));
    EXPECT_EQ(reading.warnings, std::vector<std::string>{"models: not served, for no provider answers for them: claude-sonnet-4-6"});
}

TEST(Override, works_with_providers_of_the_environment) {
    const ConfigReading reading = read_text("models: [{id: gpt-5, context_length: 1000}]\n", {{"OPENAI_API_KEY", "sk-openai"}});
    ASSERT_TRUE(reading.config) << lines_of(reading)[0];
    EXPECT_EQ(find(*reading.config, "gpt-5")->context_length, 1000);
    EXPECT_TRUE(find(*reading.config, "gpt-4.1-mini"));
}

TEST(Override, comes_before_the_built_in_models) {
    const ConfigReading reading = read_with_openai("models: [{id: gpt-5-nano}, {id: z, targets: [{provider: openai, model: z}]}]\n");
    ASSERT_TRUE(reading.config) << lines_of(reading)[0];
    EXPECT_EQ(reading.config->models[0].id, "gpt-5-nano");
    EXPECT_EQ(reading.config->models[1].id, "z");
    EXPECT_GT(reading.config->models.size(), 2u);
}

TEST(ServedModels, warn_of_providers_that_only_a_global_request_reaches) {
    const auto warnings = [](const std::string& region) {
        return read_text("providers: {house: {dialect: openai, base_url: https://b.example" + region +
                         "}}\nmodels: [{id: m, prices: {input: 1, output: 2}, targets: [{provider: house, model: m}]}]\n")
            .warnings;
    };
    EXPECT_EQ(warnings(""),
              std::vector<std::string>{"providers: without `region`, so that only requests with model_region global reach them: house"});
    EXPECT_EQ(warnings(", region: eu"), std::vector<std::string>{});
}

TEST(ServedModels, leave_a_provider_idle_only_with_a_warning) {
    const ConfigReading reading = read_text(
        "providers:\n  openai: {dialect: openai, base_url: https://a.example, region: us}\n"
        "  house: {dialect: openai, base_url: https://b.example}\n");
    ASSERT_TRUE(reading.config) << lines_of(reading)[0];
    EXPECT_EQ(reading.warnings, std::vector<std::string>{"providers: no model has a target at house"});
}

TEST(AnswersFor, compares_the_host_and_without_one_the_name) {
    EXPECT_TRUE(answers_for("groq", Provider{}, "groq"));
    EXPECT_FALSE(answers_for("groq2", Provider{}, "groq"));
    Provider provider;
    provider.host = "groq";
    EXPECT_TRUE(answers_for("groq2", provider, "groq"));
    EXPECT_FALSE(answers_for("together", provider, "together"));
}

}  // namespace
}  // namespace parley::config
