// model_page_test.cpp: GET /v1/models against the public contract: what the AssemblyAI Python SDK insists on, and what
// OpenAI's clients read.
#include "exchange/model_page.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "json/document.hpp"

namespace parley::exchange {
namespace {

using catalog::Modality;
using catalog::Model;
using catalog::Parameter;
using catalog::Prices;

constexpr std::int64_t now = 1'800'000'000;

Model sonnet() {
    return {.id = "claude-sonnet-4-6",
            .name = "Claude Sonnet 4.6",
            .description = "General model",
            .creator = "Anthropic",
            .context_length = 200'000,
            .max_output_tokens = 64'000,
            .supported_parameters = {Parameter::stream, Parameter::max_tokens},
            .input = {Modality::text, Modality::image},
            .default_parameters = {.temperature = 700'000, .frequency_penalty = 1'000'000},
            .prices = Prices{.input = {3'000'000},
                             .output = {15'000'000},
                             .cache_read = PricePerToken{300'000},
                             .cache_write_5m = PricePerToken{3'750'000},
                             .cache_write_1h = PricePerToken{6'000'000}},
            .regional_increase = {1'000},
            .targets = {{"bedrock", "us.x", "us"}, {"anthropic", "x", "us"}, {"bedrock-eu", "eu.x", "eu"}, {"bedrock", "x", ""}}};
}

std::string printed(const Model& model, std::string_view region = "us") {
    std::string out;
    append_model(out, model, {region});
    return out;
}

TEST(ModelPage, prints_every_field_of_the_contract) {
    EXPECT_EQ(printed(sonnet()),
              R"({"id":"claude-sonnet-4-6","object":"model","created":0,"owned_by":"Anthropic","name":"Claude Sonnet 4.6",)"
              R"("description":"General model","creator":"Anthropic","context_length":200000,)"
              R"("supported_parameters":["max_tokens","stream"],"input_modalities":["text","image"],)"
              R"("default_parameters":{"temperature":0.7,"top_p":null,"frequency_penalty":1},)"
              R"("top_provider":{"is_moderated":false,"context_length":200000,"max_completion_tokens":64000},)"
              R"("pricing":{)"
              R"("global":{"prompt":3,"completions":15,"input_cache_read":0.3,"input_cache_write":3.75,)"
              R"("input_cache_write_1h":6},)"
              R"("us":{"prompt":3.3,"completions":16.5,"input_cache_read":0.33,"input_cache_write":4.125,)"
              R"("input_cache_write_1h":6.6},)"
              R"("eu":{"prompt":3.3,"completions":16.5,"input_cache_read":0.33,"input_cache_write":4.125,)"
              R"("input_cache_write_1h":6.6},)"
              R"("regional_increase_percent":0.1},"retirement_date":0,"available_regions":["us","eu","global"],)"
              R"("providers":[{"id":"bedrock","name":"Amazon Bedrock"},{"id":"anthropic","name":"Anthropic"}],)"
              R"("default_provider":{"id":"bedrock","name":"Amazon Bedrock"}})");
}

/// What the SDK refuses a whole list for: a field that is missing, null, or of another type.
void expect_mandatory_fields(json::Value item) {
    for (const char* name : {"id", "name", "description", "creator", "object", "owned_by"}) {
        EXPECT_TRUE(item.find(name).is(json::Kind::string)) << name;
    }
    for (const char* name : {"context_length", "retirement_date", "created"}) EXPECT_TRUE(item.find(name).integer()) << name;
    for (const char* name : {"supported_parameters", "available_regions", "providers"}) {
        EXPECT_TRUE(item.find(name).is(json::Kind::array)) << name;
        EXPECT_GT(item.find(name).size(), 0u) << name;
    }
    for (const char* name : {"temperature", "top_p", "frequency_penalty"}) {
        EXPECT_TRUE(item.find("default_parameters").find(name)) << name;
    }
    const json::Value top = item.find("top_provider");
    EXPECT_TRUE(top.find("is_moderated").boolean());
    EXPECT_TRUE(top.find("context_length").integer());
    EXPECT_TRUE(top.find("max_completion_tokens").integer());
    const json::Value global = item.find("pricing").find("global");
    EXPECT_TRUE(global.find("prompt").number());
    EXPECT_TRUE(global.find("completions").number());
    const json::Value provider = item.find("default_provider");
    EXPECT_TRUE(provider.find("id").is(json::Kind::string));
    EXPECT_TRUE(provider.find("name").is(json::Kind::string));
}

TEST(ModelPage, has_the_mandatory_fields_even_where_nothing_is_stated) {
    const Model bare{.id = "m", .targets = {{"up", "x", "us"}}};
    for (const Model& model : {bare, sonnet()}) {
        const std::string text = printed(model);
        SCOPED_TRACE(text);
        json::Document document;
        ASSERT_FALSE(document.parse(text));
        expect_mandatory_fields(document.root());
    }
}

TEST(ModelPage, says_of_an_unknown_price_neither_nothing_nor_zero) {
    const std::string text = printed({.id = "m", .targets = {{"up", "x", "us"}}});
    EXPECT_NE(text.find(R"("pricing":{"global":{"prompt":-1,"completions":-1}})"), std::string::npos) << text;
}

TEST(ModelPage, says_that_a_simulated_model_costs_nothing_and_is_one) {
    const std::string text = printed({.id = "sim/x", .prices = Prices{}, .simulated = true, .targets = {{"sim", "x", "us"}}});
    EXPECT_NE(text.find(R"("pricing":{"global":{"prompt":0,"completions":0}})"), std::string::npos) << text;
    EXPECT_NE(text.find(R"("simulated":true)"), std::string::npos) << text;
    EXPECT_EQ(printed(sonnet()).find("simulated"), std::string::npos);
}

TEST(ModelPage, lists_every_parameter_of_a_model_that_passes_everything_on) {
    const std::string text = printed({.id = "m", .targets = {{"up", "x", "us"}}});
    for (const std::string_view name : catalog::parameter_names()) {
        EXPECT_NE(text.find("\"" + std::string(name) + "\""), std::string::npos) << name;
    }
}

TEST(ModelPage, names_the_providers_that_its_host_can_ask) {
    const std::string text = printed(sonnet(), "eu");
    EXPECT_NE(text.find(R"("providers":[{"id":"bedrock-eu","name":"bedrock-eu"},{"id":"bedrock","name":"Amazon Bedrock"}],)"
                        R"("default_provider":{"id":"bedrock-eu")"),
              std::string::npos)
        << text;
}

std::vector<std::string> ids(const std::vector<Model>& models, const catalog::Residency& host) {
    const std::string text = print_models(models, host, now);
    json::Document document;
    EXPECT_FALSE(document.parse(text)) << text;
    EXPECT_EQ(document.root().find("object").string(), "list");
    std::vector<std::string> found;
    for (const json::Value item : document.root().find("data").elements()) found.push_back(item.find("id").string());
    return found;
}

TEST(ModelsPage, lists_what_its_region_serves) {
    const std::vector<Model> models{{.id = "here", .targets = {{"p", "m", "us"}}},
                                    {.id = "there", .targets = {{"p", "m", "eu"}}},
                                    {.id = "anywhere", .targets = {{"p", "m", ""}}}};
    using Ids = std::vector<std::string>;
    EXPECT_EQ(ids(models, {"us"}), (Ids{"here", "anywhere"}));
    EXPECT_EQ(ids(models, {"eu"}), (Ids{"there", "anywhere"}));
    EXPECT_EQ(ids(models, {"eu", false}), (Ids{"there"}));
    EXPECT_EQ(ids(models, {}), (Ids{"here", "there", "anywhere"}));
    EXPECT_EQ(ids({}, {"us"}), Ids{});
}

TEST(ModelsPage, lists_a_model_until_its_last_day_has_ended) {
    const std::vector<Model> models{{.id = "gone", .retirement_date = now, .targets = {{"p", "m", "us"}}},
                                    {.id = "going", .retirement_date = now + 1, .targets = {{"p", "m", "us"}}}};
    EXPECT_EQ(ids(models, {"us"}), std::vector<std::string>{"going"});
}

}  // namespace
}  // namespace parley::exchange
