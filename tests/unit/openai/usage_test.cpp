#include "openai/usage.hpp"

#include <gtest/gtest.h>

namespace parley::openai {
namespace {

std::optional<Usage> read(std::string_view text) {
    json::Document document;
    EXPECT_FALSE(document.parse(text)) << text;
    return read_usage(document.root());
}

struct Reading {
    std::string_view name;
    std::string_view text;
    Usage usage;
};

class ReadUsage : public testing::TestWithParam<Reading> {};

TEST_P(ReadUsage, gives_the_same_counts_for_every_spelling) {
    const std::optional<Usage> usage = read(GetParam().text);
    ASSERT_TRUE(usage);
    EXPECT_EQ(*usage, GetParam().usage);
}

INSTANTIATE_TEST_SUITE_P(
    Table, ReadUsage,
    testing::Values(
        Reading{"openai",
                R"({"prompt_tokens":100,"completion_tokens":20,"total_tokens":120,"prompt_tokens_details":
                   {"cached_tokens":60,"audio_tokens":3,"cache_write_tokens":10},"completion_tokens_details":
                   {"reasoning_tokens":5,"audio_tokens":1,"accepted_prediction_tokens":2,"rejected_prediction_tokens":4}})",
                Usage{.prompt_tokens = 100,
                      .completion_tokens = 20,
                      .cached_tokens = 60,
                      .prompt_audio_tokens = 3,
                      .cache_write_5m_tokens = 10,
                      .reasoning_tokens = 5,
                      .completion_audio_tokens = 1,
                      .accepted_prediction_tokens = 2,
                      .rejected_prediction_tokens = 4}},
        Reading{"nulls", R"({"prompt_tokens":3,"completion_tokens":null,"prompt_tokens_details":null})", Usage{.prompt_tokens = 3}},
        Reading{"input_output", R"({"input_tokens":3,"output_tokens":4})", Usage{.prompt_tokens = 3, .completion_tokens = 4}},
        Reading{"moonshot", R"({"prompt_tokens":9,"completion_tokens":1,"cached_tokens":8})",
                Usage{.prompt_tokens = 9, .completion_tokens = 1, .cached_tokens = 8}},
        Reading{"deepseek", R"({"prompt_tokens":20,"completion_tokens":1,"prompt_cache_hit_tokens":15,"prompt_cache_miss_tokens":5})",
                Usage{.prompt_tokens = 20, .completion_tokens = 1, .cached_tokens = 15}},
        Reading{"deepseek_without_total", R"({"completion_tokens":1,"prompt_cache_hit_tokens":15,"prompt_cache_miss_tokens":5})",
                Usage{.prompt_tokens = 20, .completion_tokens = 1, .cached_tokens = 15}},
        Reading{"dashscope",
                R"({"prompt_tokens":50,"completion_tokens":1,"prompt_tokens_details":
                   {"cached_tokens":20,"cache_creation_input_tokens":10,"cache_type":"ephemeral"}})",
                Usage{.prompt_tokens = 50, .completion_tokens = 1, .cached_tokens = 20, .cache_write_5m_tokens = 10}},
        Reading{"split_by_lifetime",
                R"({"prompt_tokens":50,"completion_tokens":1,"prompt_tokens_details":{"cache_write_tokens":30,
                   "cache_creation":{"ephemeral_5m_input_tokens":10,"ephemeral_1h_input_tokens":20}}})",
                Usage{.prompt_tokens = 50, .completion_tokens = 1, .cache_write_5m_tokens = 10, .cache_write_1h_tokens = 20}},
        Reading{"xai_reasoning_beside",
                R"({"prompt_tokens":3,"completion_tokens":2,"total_tokens":10,
                   "completion_tokens_details":{"reasoning_tokens":5}})",
                Usage{.prompt_tokens = 3, .completion_tokens = 7, .reasoning_tokens = 5}},
        Reading{"parts_beyond_their_whole",
                R"({"prompt_tokens":10,"completion_tokens":2,"total_tokens":12,"prompt_tokens_details":
                   {"cached_tokens":8,"cache_write_tokens":9},"completion_tokens_details":{"reasoning_tokens":50}})",
                Usage{.prompt_tokens = 10, .completion_tokens = 2, .cached_tokens = 8, .cache_write_5m_tokens = 2, .reasoning_tokens = 2}},
        Reading{"at_the_limit", R"({"prompt_tokens":1000000000000,"completion_tokens":0})", Usage{.prompt_tokens = token_count_max}}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(Usage, is_not_believed_when_it_cannot_be_true) {
    for (const std::string_view text :
         {R"(null)", R"([])", R"({})", R"({"prompt_tokens":null})", R"({"prompt_tokens":-1,"completion_tokens":2})",
          R"({"prompt_tokens":1000000000001})", R"({"prompt_tokens":1.5})", R"({"prompt_tokens":"7"})",
          R"({"prompt_tokens":1,"completion_tokens":1e30})",
          R"({"prompt_tokens":1,"completion_tokens":2,"prompt_tokens_details":{"cached_tokens":-4}})"}) {
        EXPECT_FALSE(read(text)) << text;
    }
    EXPECT_FALSE(read_usage(json::Value()));
}

TEST(Usage, is_printed_in_both_spellings_with_all_details) {
    std::string out;
    append_usage(out, Usage{.prompt_tokens = 412,
                            .completion_tokens = 11,
                            .cached_tokens = 400,
                            .prompt_audio_tokens = 1,
                            .cache_write_5m_tokens = 2,
                            .cache_write_1h_tokens = 3,
                            .reasoning_tokens = 4,
                            .completion_audio_tokens = 5,
                            .accepted_prediction_tokens = 6,
                            .rejected_prediction_tokens = 7});
    EXPECT_EQ(out, R"({"input_tokens":412,"prompt_tokens":412,"output_tokens":11,"completion_tokens":11,"total_tokens":423,)"
                   R"("prompt_tokens_details":{"cached_tokens":400,"audio_tokens":1,"cache_write_tokens":5,)"
                   R"("cache_creation":{"ephemeral_5m_input_tokens":2,"ephemeral_1h_input_tokens":3}},)"
                   R"("completion_tokens_details":{"reasoning_tokens":4,"audio_tokens":5,)"
                   R"("accepted_prediction_tokens":6,"rejected_prediction_tokens":7}})");
}

TEST(Usage, of_a_stream_has_openai_names_only) {
    std::string out;
    append_stream_usage(out, Usage{.prompt_tokens = 40, .completion_tokens = 3});
    EXPECT_TRUE(out.starts_with(R"({"prompt_tokens":40,"completion_tokens":3,"total_tokens":43,"prompt_tokens_details")"));
    EXPECT_EQ(out.find("\"input_tokens\""), std::string::npos);
}

TEST(Usage, printed_and_read_again_is_the_same) {
    const Usage usage{.prompt_tokens = 412,
                      .completion_tokens = 11,
                      .cached_tokens = 300,
                      .prompt_audio_tokens = 1,
                      .cache_write_5m_tokens = 2,
                      .cache_write_1h_tokens = 3,
                      .reasoning_tokens = 4,
                      .completion_audio_tokens = 5,
                      .accepted_prediction_tokens = 6,
                      .rejected_prediction_tokens = 7};
    std::string whole, stream;
    append_usage(whole, usage);
    append_stream_usage(stream, usage);
    EXPECT_EQ(read(whole), usage);
    EXPECT_EQ(read(stream), usage);
}

}  // namespace
}  // namespace parley::openai
