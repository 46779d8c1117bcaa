// builtin_models_test.cpp: the catalogue that ships, held to what it promises.
#include "config/builtin_models.hpp"

#include <algorithm>
#include <set>

#include "base/calendar_date.hpp"
#include "catalog/host_names.hpp"
#include "config/zero.hpp"
#include "support.hpp"

namespace parley::config {
namespace {

using catalog::Modality;
using catalog::Model;
using catalog::Parameter;

/// Models without a price, each with the reason.
const std::set<std::string_view> unpriced = {
    "qwen3.5-4b-32k-fast",  // hosted by AssemblyAI alone, whose prices are not public
};

const std::vector<Model>& models() { return builtin_models().models; }

TEST(BuiltinModels, are_read_without_a_mistake) {
    for (const ConfigProblem& problem : builtin_models().problems) ADD_FAILURE() << to_text(problem);
    EXPECT_FALSE(models().empty());
}

TEST(BuiltinModels, have_no_id_twice) {
    std::set<std::string_view> ids;
    for (const Model& model : models()) EXPECT_TRUE(ids.insert(model.id).second) << model.id;
}

TEST(BuiltinModels, have_a_price_but_for_a_few_with_a_reason) {
    for (const Model& model : models()) EXPECT_EQ(model.prices.has_value(), !unpriced.contains(model.id)) << model.id;
    for (const std::string_view id : unpriced) EXPECT_TRUE(find_builtin_model(id)) << id;
}

TEST(BuiltinModels, cost_nothing_nowhere_and_less_from_a_cache) {
    for (const Model& model : models()) {
        if (!model.prices) continue;
        SCOPED_TRACE(model.id);
        EXPECT_GT(model.prices->input, PricePerToken{});
        EXPECT_GE(model.prices->output, model.prices->input);
        EXPECT_LT(model.prices->cache_read.value_or(PricePerToken{}), model.prices->input);
        const PricePerToken five_minutes = model.prices->cache_write_5m.value_or(model.prices->input);
        EXPECT_GE(five_minutes, model.prices->input);
        EXPECT_GE(model.prices->cache_write_1h.value_or(five_minutes), five_minutes);
    }
}

TEST(BuiltinModels, never_cost_less_in_a_region_than_listed) {
    for (const Model& model : models()) {
        if (!model.prices) continue;
        EXPECT_GE(increased(model.prices->input, model.regional_increase), model.prices->input) << model.id;
        EXPECT_GE(increased(model.prices->output, model.regional_increase), model.prices->output) << model.id;
    }
}

TEST(BuiltinModels, say_whose_tokenizer_they_have_but_for_those_of_which_nothing_is_known) {
    for (const catalog::Model& model : builtin_models().models) {
        const bool is_unknown = model.tokenizer == catalog::Tokenizer::unknown;
        EXPECT_EQ(is_unknown, model.creator == "Mistral AI" || model.creator == "xAI") << model.id;
    }
    EXPECT_EQ(find_builtin_model("claude-opus-4-6")->tokenizer, catalog::Tokenizer::claude);
    EXPECT_EQ(find_builtin_model("claude-opus-4-7")->tokenizer, catalog::Tokenizer::claude_4_7);
}

TEST(BuiltinModels, name_hosts_that_exist) {
    std::set<std::string_view> hosts;
    for (const catalog::HostName& host : catalog::host_names()) hosts.insert(host.id);
    for (const catalog::Host* known : known_providers()) EXPECT_TRUE(hosts.contains(known->id)) << known->id;
    for (const Model& model : models()) {
        EXPECT_FALSE(model.targets.empty()) << model.id;
        for (const catalog::Target& target : model.targets) {
            EXPECT_TRUE(hosts.contains(target.provider)) << model.id << " at " << target.provider;
        }
    }
}

TEST(BuiltinModels, say_what_a_caller_must_know) {
    for (const Model& model : models()) {
        SCOPED_TRACE(model.id);
        EXPECT_FALSE(model.name.empty());
        EXPECT_FALSE(model.description.empty());
        EXPECT_FALSE(model.creator.empty());
        EXPECT_GT(model.context_length, 0);
        EXPECT_LT(model.max_output_tokens, model.context_length);
        EXPECT_FALSE(model.supported_parameters.empty());
        EXPECT_TRUE(model.supports(Parameter::max_tokens));
        EXPECT_TRUE(model.supports(Parameter::temperature));
        EXPECT_TRUE(model.takes(Modality::text));
        EXPECT_FALSE(model.simulated);
        EXPECT_TRUE(model.replaced_by.empty()) << "who answers in its place is the operator's choice";
    }
}

// AssemblyAI's public list of ids, with what it says about each. Source: AssemblyAI docs, "Available models", and the live list
// of 24 September 2026.
struct Published {
    std::string_view id;
    bool stream, response_format;
    std::string_view retired = "";
};
const std::vector<Published> published = {
    {"claude-opus-5-5", true, false},
    {"claude-opus-5", true, false},
    {"claude-opus-4-8", true, false},
    {"claude-opus-4-7", true, false},
    {"claude-opus-4-6", true, true},
    {"claude-opus-4-5-20251101", true, true},
    {"claude-sonnet-5", true, false},
    {"claude-sonnet-4-6", true, true},
    {"claude-sonnet-4-5-20250929", true, true},
    {"claude-haiku-4-5-20251001", true, true},
    {"claude-opus-4-20250514", true, false, "2026-06-15"},
    {"claude-sonnet-4-20250514", true, false, "2026-06-15"},
    {"claude-3-haiku-20240307", true, false, "2026-04-20"},
    {"gpt-5.6-luna", true, true},
    {"gpt-5.6-terra", true, true},
    {"gpt-5.6-sol", true, true},
    {"gpt-6-luna", true, true},
    {"gpt-6-sol", true, true},
    {"gpt-6-astra", true, false},
    {"gpt-5.5", true, true},
    {"gpt-5.2", true, true},
    {"gpt-5.1", true, true},
    {"gpt-5", true, true},
    {"gpt-5-mini", true, true},
    {"gpt-5-nano", true, true},
    {"gpt-4.1", true, true},  // the docs say yes, the live list no: OpenAI takes it
    {"gpt-oss-120b", false, false},
    {"gpt-oss-20b", false, false},
    {"gemini-3.6-flash", true, true},
    {"gemini-3.7-flash", true, true},
    {"gemini-3.8-flash", true, true},
    {"gemini-3.5-flash", true, true},
    {"gemini-3.5-flash-lite", true, true},
    {"gemini-2.5-pro", true, true, "2026-12-01"},
    {"gemini-2.5-flash", true, true, "2026-12-01"},
    {"gemini-2.5-flash-lite", true, true},
    {"gemini-3-pro-preview", true, true, "2026-03-09"},
    {"gemini-3-flash-preview", true, true},
    {"gemini-3.1-flash-lite-preview", true, true, "2026-05-25"},
    {"qwen3-next-80b-a3b", true, true},
    {"qwen3-32B", true, true},
    {"qwen3.5-4b-32k-fast", true, false},
    {"kimi-k2.5", true, true, "2026-08-31"},
    // Served before there was a catalogue.
    {"gpt-4.1-mini", true, true},
    {"qwen3-max", true, true},
    {"qwen-plus", true, true},
    {"qwen-flash", true, true},
    {"kimi-k2.6", true, true},
    // For hosts that would have none.
    {"grok-4.3", true, true},
    {"mistral-small-2603", true, true},
    {"mistral-medium-3.5", true, true},
};

TEST(BuiltinModels, are_those_that_are_published) {
    for (const Published& one : published) {
        SCOPED_TRACE(one.id);
        const Model* model = find_builtin_model(one.id);
        ASSERT_TRUE(model);
        EXPECT_EQ(model->supports(Parameter::stream), one.stream);
        EXPECT_EQ(model->supports(Parameter::response_format), one.response_format);
        EXPECT_EQ(model->retirement_date == 0 ? "" : print_date(model->retirement_date), one.retired);
    }
    EXPECT_EQ(models().size(), published.size());
}

TEST(BuiltinModels, are_found_by_their_id_in_its_case) {
    EXPECT_TRUE(find_builtin_model("qwen3-32B"));
    EXPECT_FALSE(find_builtin_model("qwen3-32b"));
    EXPECT_FALSE(find_builtin_model(""));
}

}  // namespace
}  // namespace parley::config
