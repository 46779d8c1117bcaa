#include "client/price_list.hpp"

#include <gtest/gtest.h>

namespace parley::client {
namespace {

TEST(PriceList, holds_the_list_prices_of_models_that_have_some) {
    const PriceList list = read_price_list(R"({"object":"list","data":[
        {"id":"a","pricing":{"global":{"prompt":0.4,"completions":1.2,"input_cache_read":0.04}}},
        {"id":"unknown","pricing":{"global":{"prompt":-1,"completions":-1}}},
        {"id":"odd","pricing":{"global":{"prompt":"0.4","completions":1}}},
        {"pricing":{"global":{"prompt":1,"completions":1}}}]})");
    ASSERT_EQ(list.size(), 1u);
    const catalog::Prices& prices = list.at("a");
    EXPECT_EQ(prices.input.picodollars, 400'000u);
    EXPECT_EQ(prices.output.picodollars, 1'200'000u);
    EXPECT_EQ(prices.cache_read->picodollars, 40'000u);
    EXPECT_FALSE(prices.cache_write_5m);
}

TEST(PriceList, is_empty_for_what_is_none) {
    for (const char* body : {"", "[]", "{}", "<html>", R"({"data":7})"}) EXPECT_TRUE(read_price_list(body).empty()) << body;
}

TEST(Cost, adds_up_the_classes_of_tokens_and_rounds_once) {
    const catalog::Prices prices{.input = {400'000}, .output = {1'200'000}, .cache_read = PricePerToken{40'000}};
    struct Row {
        openai::Usage usage;
        std::int64_t nanodollars;
    };
    const Row rows[] = {
        {{}, 0},
        {{.prompt_tokens = 10, .completion_tokens = 5}, 10 * 400 + 5 * 1'200},
        {{.prompt_tokens = 10, .completion_tokens = 5, .cached_tokens = 4}, 6 * 400 + 4 * 40 + 5 * 1'200},
        {{.prompt_tokens = 10, .cache_write_5m_tokens = 3, .cache_write_1h_tokens = 2}, 10 * 400},  // as input, without a price
    };
    for (const Row& row : rows) EXPECT_EQ(cost_of(row.usage, prices), Money{row.nanodollars});

    const catalog::Prices tiny{.input = {300}, .output = {200}};  // 0.3 and 0.2 nano-dollars
    const openai::Usage one_of_each{.prompt_tokens = 1, .completion_tokens = 1};
    EXPECT_EQ(cost_of(one_of_each, tiny), Money{1});
}

TEST(Cost, what_money_cannot_hold_is_not_known) {
    const catalog::Prices prices{.input = price_most, .output = price_most};
    const openai::Usage usage{.prompt_tokens = 1'000'000'000'000, .completion_tokens = 1'000'000'000'000};
    EXPECT_EQ(cost_of(usage, prices), std::nullopt);
}

}  // namespace
}  // namespace parley::client
