#include "cli/usage_table.hpp"

#include <gtest/gtest.h>

namespace parley::cli {
namespace {

using nlohmann::json;

json totals(int requests, json charged, json incurred) {
    return {
        {"requests", requests},
        {"estimated_requests", 0},
        {"tokens",
         {{"input", 10 * requests}, {"cache_read", 3}, {"cache_write_5m", 2}, {"cache_write_1h", 1}, {"output", 500}, {"reasoning", 7}}},
        {"charged", std::move(charged)},
        {"charged_unknown", 0},
        {"incurred", std::move(incurred)},
        {"incurred_unknown", 0}};
}

json row(const char* day, const char* model, json sums) {
    sums["day"] = day;
    sums["model"] = model;
    return sums;
}

json report() {
    json unknown = totals(2, json(), json());
    unknown["charged_unknown"] = unknown["incurred_unknown"] = 2;
    json partly = totals(4, "0.5", "1");
    partly["charged_unknown"] = partly["incurred_unknown"] = 1;
    partly["estimated_requests"] = 3;
    json total = totals(16, "12.000000001", "12.5");
    total["charged_unknown"] = total["incurred_unknown"] = 3;
    total["estimated_requests"] = 3;
    return {{"by", {"day", "model"}},
            {"rows",
             {row("2026-11-24", "gpt-5", totals(10, "11.500000001", "11.5")), row("2026-11-25", "house, \"ours\"", partly),
              row("2026-11-25", "new\n\x1b[2J", unknown)}},
            {"total", std::move(total)}};
}

TEST(UsageTable, puts_points_below_points_and_says_what_a_sum_lacks) {
    EXPECT_EQ(
        usage_table(report()),
        "DAY         MODEL          REQUESTS  INPUT  CACHE READ  WRITE 5M  WRITE 1H  OUTPUT     CHARGED $  INCURRED $  NOTES\n"
        "2026-11-24  gpt-5                10    100           3         2         1     500  11.500000001        11.5\n"
        "2026-11-25  house, \"ours\"         4     40           3         2         1     500   0.500000000         1.0  1 of unknown "
        "price, 3 estimated\n"
        "2026-11-25  new ^[[2J             2     20           3         2         1     500       unknown     unknown  2 of unknown price\n"
        "total                            16    160           3         2         1     500  12.000000001        12.5  3 of unknown price, "
        "3 estimated\n");
}

TEST(UsageTable, of_nothing_is_a_total_of_nothing) {
    const json nothing{{"by", {"model"}}, {"rows", json::array()}, {"total", totals(0, "0", "0")}};
    EXPECT_EQ(usage_table(nothing),
              "MODEL  REQUESTS  INPUT  CACHE READ  WRITE 5M  WRITE 1H  OUTPUT  CHARGED $  INCURRED $  NOTES\n"
              "total         0      0           3         2         1     500          0           0\n");
    EXPECT_EQ(usage_alarm(nothing), "");
}

TEST(UsageTable, sounds_an_alarm_for_what_nobody_can_price) {
    EXPECT_EQ(usage_alarm(report()),
              "3 requests have costs that nobody knows, and which the sums lack: `parley models` shows the models "
              "without a price");
}

TEST(UsageCsv, has_a_line_of_names_and_every_count) {
    EXPECT_EQ(usage_csv(report()),
              "day,model,requests,estimated_requests,input,cache_read,cache_write_5m,cache_write_1h,output,reasoning,charged,"
              "charged_unknown,incurred,incurred_unknown\n"
              "2026-11-24,gpt-5,10,0,100,3,2,1,500,7,11.500000001,0,11.5,0\n"
              "2026-11-25,\"house, \"\"ours\"\"\",4,3,40,3,2,1,500,7,0.5,1,1,1\n"
              "2026-11-25,\"new\n\x1b[2J\",2,0,20,3,2,1,500,7,,2,,2\n");
}

}  // namespace
}  // namespace parley::cli
