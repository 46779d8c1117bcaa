#include "openai/finish_reason.hpp"

#include <gtest/gtest.h>

#include <array>
#include <utility>

namespace parley::openai {
namespace {

TEST(FinishReasonWords, of_every_provider_become_openais) {
    using Row = std::pair<std::string_view, FinishReason>;
    for (const auto& [native, reason] : {Row{"stop", FinishReason::stop},
                                         Row{"end_turn", FinishReason::stop},
                                         Row{"eos", FinishReason::stop},
                                         Row{"stop_sequence", FinishReason::stop},
                                         Row{"STOP", FinishReason::stop},
                                         Row{"length", FinishReason::length},
                                         Row{"max_tokens", FinishReason::length},
                                         Row{"model_length", FinishReason::length},
                                         Row{"MAX_TOKENS", FinishReason::length},
                                         Row{"tool_calls", FinishReason::tool_calls},
                                         Row{"tool_use", FinishReason::tool_calls},
                                         Row{"function_call", FinishReason::tool_calls},
                                         Row{"content_filter", FinishReason::content_filter},
                                         Row{"content-filter", FinishReason::content_filter},
                                         Row{"safety", FinishReason::content_filter},
                                         Row{"SAFETY", FinishReason::content_filter},
                                         Row{"refusal", FinishReason::content_filter},
                                         Row{"RECITATION", FinishReason::content_filter},
                                         Row{"PROHIBITED_CONTENT", FinishReason::content_filter},
                                         Row{"something_new", FinishReason::stop}}) {
        EXPECT_EQ(read_finish_reason(native), reason) << native;
    }
}

TEST(FinishReasonWords, round_trip) {
    for (const FinishReason reason : {FinishReason::stop, FinishReason::length, FinishReason::tool_calls, FinishReason::content_filter}) {
        EXPECT_EQ(read_finish_reason(to_string(reason)), reason);
    }
}

TEST(FinishReasonWords, may_tell_a_failure) {
    EXPECT_TRUE(is_failure_reason("error"));
    EXPECT_TRUE(is_failure_reason("insufficient_system_resource"));
    EXPECT_FALSE(is_failure_reason("stop"));
}

TEST(FinishReason, agrees_with_the_calls_that_were_made) {
    constexpr auto mend = StopWithCalls::means_tool_calls;
    constexpr auto keep = StopWithCalls::is_kept;
    EXPECT_EQ(settle_finish_reason(FinishReason::stop, true, mend), FinishReason::tool_calls);
    EXPECT_EQ(settle_finish_reason(FinishReason::stop, true, keep), FinishReason::stop);
    EXPECT_EQ(settle_finish_reason(FinishReason::stop, false, mend), FinishReason::stop);
    EXPECT_EQ(settle_finish_reason(FinishReason::tool_calls, false, mend), FinishReason::stop);
    EXPECT_EQ(settle_finish_reason(FinishReason::tool_calls, true, keep), FinishReason::tool_calls);
}

TEST(FinishReason, of_a_cut_or_filtered_answer_never_makes_its_calls_look_executable) {
    EXPECT_EQ(settle_finish_reason(FinishReason::length, true, StopWithCalls::means_tool_calls), FinishReason::length);
    EXPECT_EQ(settle_finish_reason(FinishReason::content_filter, true, StopWithCalls::means_tool_calls), FinishReason::content_filter);
}

}  // namespace
}  // namespace parley::openai
