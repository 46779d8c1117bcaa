#include <gtest/gtest.h>

#include "ledger/estimate.hpp"
#include "ledger/token_counts.hpp"
#include "openai/usage.hpp"

namespace parley::ledger {
namespace {

using openai::Usage;

TEST(Tokens, stand_in_one_class_each) {
    const TokenCounts tokens = tokens_of({.prompt_tokens = 100,
                                          .completion_tokens = 50,
                                          .cached_tokens = 40,
                                          .prompt_audio_tokens = 9,
                                          .cache_write_5m_tokens = 20,
                                          .cache_write_1h_tokens = 10,
                                          .reasoning_tokens = 30,
                                          .completion_audio_tokens = 8});
    EXPECT_EQ(tokens, (TokenCounts{.input = 30,
                                   .cache_read = 40,
                                   .cache_write_5m = 20,
                                   .cache_write_1h = 10,
                                   .output = 50,
                                   .reasoning = 30,
                                   .input_audio = 9,
                                   .output_audio = 8}));
    EXPECT_EQ(tokens.all_input(), 100);
}

TEST(Tokens, of_parts_larger_than_their_whole_are_cut_to_it) {
    const TokenCounts tokens = tokens_of({.prompt_tokens = 100,
                                          .completion_tokens = 5,
                                          .cached_tokens = 60,
                                          .prompt_audio_tokens = 101,
                                          .cache_write_5m_tokens = 20,
                                          .cache_write_1h_tokens = 50,
                                          .reasoning_tokens = 6,
                                          .completion_audio_tokens = 7});
    EXPECT_EQ(tokens,
              (TokenCounts{.cache_read = 60, .cache_write_1h = 40, .output = 5, .reasoning = 5, .input_audio = 100, .output_audio = 5}));
}

TEST(Tokens, below_zero_are_none) {
    EXPECT_EQ(tokens_of({.prompt_tokens = -5, .completion_tokens = -5, .cached_tokens = -1, .reasoning_tokens = -1}), TokenCounts{});
}

struct Guess {
    SeenTraffic seen;
    std::int64_t input, output;
};

TEST(Estimate, is_a_token_for_four_bytes_asked_and_for_three_answered_or_a_chunk) {
    for (const Guess& guess : {Guess{{0, 0, 0}, 0, 0}, Guess{{1, 1, 0}, 1, 1}, Guess{{4, 3, 0}, 1, 1}, Guess{{5, 4, 1}, 2, 2},
                               Guess{{8, 6, 3}, 2, 3}, Guess{{400, 300, 100}, 100, 100}, Guess{{400, 301, 100}, 100, 101}}) {
        const TokenCounts tokens = estimated_tokens(guess.seen);
        EXPECT_EQ(tokens, (TokenCounts{.input = guess.input, .output = guess.output}))
            << guess.seen.asked_bytes << " " << guess.seen.answered_bytes << " " << guess.seen.chunks;
    }
}

TEST(Estimate, is_never_more_than_a_provider_would_be_believed) {
    const std::uint64_t most = ~std::uint64_t{0};
    EXPECT_EQ(estimated_tokens({most, most, most}), (TokenCounts{.input = openai::token_count_max, .output = openai::token_count_max}));
}

TEST(CountedTokens, are_the_providers_where_it_said) {
    const CountedTokens counted = counted_tokens(Usage{.prompt_tokens = 10, .completion_tokens = 7}, {4'000, 3'000, 7});
    EXPECT_EQ(counted, (CountedTokens{{.input = 10, .output = 7}, false}));
}

TEST(CountedTokens, are_an_estimate_where_it_did_not) {
    EXPECT_EQ(counted_tokens(std::nullopt, {40, 30, 3}), (CountedTokens{{.input = 10, .output = 10}, true}));
}

TEST(CountedTokens, are_at_least_what_was_delivered_when_the_count_came_too_early) {
    const Usage early{.prompt_tokens = 2'073, .completion_tokens = 1, .cached_tokens = 2'048};
    const CountedTokens counted = counted_tokens(early, {4'000, 90, 20});
    EXPECT_EQ(counted, (CountedTokens{{.input = 25, .cache_read = 2'048, .output = 30}, true}));
}

TEST(CountedTokens, without_a_count_of_the_prompt_take_that_alone_from_the_estimate) {
    EXPECT_EQ(counted_tokens(Usage{.completion_tokens = 9}, {40, 30, 3}), (CountedTokens{{.input = 10, .output = 9}, true}));
}

}  // namespace
}  // namespace parley::ledger
