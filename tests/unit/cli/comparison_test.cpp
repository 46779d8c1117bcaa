#include "cli/comparison.hpp"

#include <gtest/gtest.h>

#include "terminal/width.hpp"

namespace parley::cli {
namespace {

using std::chrono::milliseconds;

std::vector<ComparedAnswer> two_answers() {
    const client::Answer good{.text = "Hallo\n",
                              .finish_reason = "stop",
                              .usage = openai::Usage{.prompt_tokens = 12, .completion_tokens = 80},
                              .first_token = milliseconds(120),
                              .total = milliseconds(1'120)};
    const client::Failure failure{.message = "no such\nmodel\x1b"};
    const client::Answer bad{.request_id = "r-1", .failure = failure, .total = milliseconds(3)};
    return {{"日本/a", good, Money{120'000}}, {"b", bad}};
}

TEST(Comparison, has_a_row_for_each_model_and_the_error_of_what_failed) {
    EXPECT_EQ(print_comparison_table(two_answers()),
              "MODEL    FIRST    TOTAL  IN  OUT  TOKENS/S      COST  NOTE\n"
              "日本/a  120 ms  1120 ms  12   80      80.0  $0.00012\n"
              "b            -        -   -    -         -         -  error: no such model^[\n");
}

TEST(Comparison, a_long_note_is_cut_at_its_limit) {
    const std::string message(53, 'x');  // "error: " takes seven cells
    ComparedAnswer fits{"m", {.failure = client::Failure{.message = message}}};
    ComparedAnswer too_long{"m", {.failure = client::Failure{.message = message + "x"}}};
    EXPECT_NE(print_comparison_table({&fits, 1}).find("error: " + message + "\n"), std::string::npos);
    EXPECT_NE(print_comparison_table({&too_long, 1}).find("error: " + message.substr(0, 50) + "...\n"), std::string::npos);
}

TEST(Comparison, answers_stand_below_each_other_where_it_is_narrow) {
    const std::string below =
        "日本/a\n------\nHallo\n"
        "\n"
        "b\n-\nerror: no such\nmodel^[ (request r-1)\n";
    EXPECT_EQ(print_compared_texts(two_answers(), std::nullopt), below);
    EXPECT_EQ(print_compared_texts(two_answers(), 62), below);
}

TEST(Comparison, answers_stand_beside_each_other_where_there_is_room) {
    EXPECT_EQ(print_compared_texts(two_answers(), 63),
              "日本/a                           b\n"
              "------                           -\n"
              "Hallo                            error: no such\n"
              "                                 model^[ (request r-1)\n");
}

TEST(Comparison, json_is_one_document_in_the_order_of_the_models) {
    const std::string json = print_comparison_json(two_answers());
    EXPECT_EQ(json.find(R"({"answers":[{"model":"日本/a","text":"Hallo\n")"), 0u) << json;
    EXPECT_NE(json.find(R"(},{"model":"b","text":"")"), std::string::npos) << json;
}

}  // namespace
}  // namespace parley::cli
