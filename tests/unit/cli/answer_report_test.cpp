#include "cli/answer_report.hpp"

#include <gtest/gtest.h>

#include "json/document.hpp"

namespace parley::cli {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

client::Answer usual_answer() {
    return {.text = "hi",
            .finish_reason = "stop",
            .usage = openai::Usage{.prompt_tokens = 12, .completion_tokens = 80},
            .request_id = "r-1",
            .first_token = milliseconds(120),
            .total = milliseconds(1'120)};
}

TEST(AnswerReport, durations_have_as_many_digits_as_matter) {
    EXPECT_EQ(print_duration(microseconds(412)), "0.41 ms");
    EXPECT_EQ(print_duration(microseconds(9'260)), "9.3 ms");
    EXPECT_EQ(print_duration(microseconds(411'700)), "412 ms");
    EXPECT_EQ(print_duration(milliseconds(12'300)), "12.3 s");
}

TEST(AnswerReport, a_summary_holds_what_is_known) {
    EXPECT_EQ(print_summary("m", usual_answer(), Money{120'000}),
              "m: first token 120 ms, total 1120 ms, tokens 12 in 80 out, 80.0 tokens/s, $0.00012");
    EXPECT_EQ(print_summary("m", {.total = milliseconds(50)}, std::nullopt), "m: total 50 ms");
}

TEST(AnswerReport, an_unusual_end_is_told) {
    client::Answer cut{.finish_reason = "length", .total = milliseconds(50)};
    EXPECT_EQ(print_summary("m", cut, std::nullopt), "m: total 50 ms, finish_reason length");
    client::Answer stopped{.stopped = true, .total = milliseconds(50)};
    EXPECT_EQ(print_summary("m", stopped, std::nullopt), "m: total 50 ms, stopped");
}

TEST(AnswerReport, there_is_no_rate_of_what_came_at_once) {
    client::Answer answer = usual_answer();
    answer.total = *answer.first_token + microseconds(999);
    EXPECT_EQ(print_token_rate(answer), std::nullopt);
    answer.total = *answer.first_token + milliseconds(1);
    EXPECT_EQ(print_token_rate(answer), "80000.0");
}

TEST(AnswerReport, a_failure_names_its_request) {
    client::Answer answer{.request_id = "r-1", .failure = client::Failure{.message = "no such model"}};
    EXPECT_EQ(print_failure(answer), "no such model (request r-1)");
    answer.request_id.clear();
    EXPECT_EQ(print_failure(answer), "no such model");
}

TEST(AnswerReport, json_holds_everything_and_says_null_where_nothing_is_known) {
    std::string out;
    append_answer(out, "m", usual_answer(), Money{120'000});
    json::Document document;
    ASSERT_FALSE(document.parse(out)) << out;
    EXPECT_EQ(document.root().find("first_token_ms").raw(), "120");
    EXPECT_EQ(document.root().find("total_ms").raw(), "1120");
    EXPECT_EQ(document.root().find("cost_usd").raw(), "0.00012");
    EXPECT_EQ(document.root().find("usage").find("completion_tokens").integer(), 80);

    out.clear();
    const client::Failure failure{.message = "\"no\"", .code = "", .status = 503};
    const client::Answer failed{.failure = failure, .total = microseconds(1'500)};
    append_answer(out, "m", failed, std::nullopt);
    EXPECT_EQ(out, R"({"model":"m","text":"","finish_reason":null,"first_token_ms":null,"total_ms":1.5,"usage":null,)"
                   R"("tokens_per_second":null,"cost_usd":null,"request_id":"","error":{"message":"\"no\"","code":null,"status":503}})");
}

}  // namespace
}  // namespace parley::cli
