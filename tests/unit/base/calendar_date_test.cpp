#include "base/calendar_date.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

constexpr std::int64_t day = 86'400;

TEST(CalendarDate, is_the_second_at_which_the_day_begins_in_utc) {
    EXPECT_EQ(parse_date("1970-01-01"), 0);
    EXPECT_EQ(parse_date("1970-01-02"), day);
    EXPECT_EQ(parse_date("2000-03-01"), 951'868'800);
    EXPECT_EQ(parse_date("2026-04-20"), 1'776'643'200);
    EXPECT_EQ(parse_date("9999-12-31"), 253'402'214'400);
}

TEST(CalendarDate, knows_leap_years) {
    EXPECT_TRUE(parse_date("2028-02-29"));
    EXPECT_TRUE(parse_date("2000-02-29"));
    EXPECT_FALSE(parse_date("2026-02-29"));
    EXPECT_FALSE(parse_date("2100-02-29"));
}

TEST(CalendarDate, is_refused_in_any_other_form) {
    for (const std::string_view text :
         {"", "2026", "2026-4-20", "26-04-20", "20260420", "2026/04/20", "2026-04-20T00:00:00Z", "2026-13-01", "2026-00-01", "2026-04-31",
          "2026-04-00", "1969-12-31", "2026-+4-20", "-026-04-20", "2026-04-2 ", "abcd-ef-gh"}) {
        EXPECT_EQ(parse_date(text), std::nullopt) << text;
    }
}

TEST(CalendarDate, reads_back_as_what_was_printed) {
    for (const std::string_view text : {"1970-01-01", "1999-12-31", "2026-04-20", "2028-02-29", "9999-12-31"}) {
        const std::int64_t second = *parse_date(text);
        EXPECT_EQ(print_date(second), text);
        EXPECT_EQ(print_date(second + day - 1), text) << "the last second of the day";
    }
}

TEST(Moment, is_a_day_or_a_second_of_it) {
    EXPECT_EQ(parse_moment("2026-04-20"), 1'776'643'200);
    EXPECT_EQ(parse_moment("2026-04-20T00:00Z"), 1'776'643'200);
    EXPECT_EQ(parse_moment("2026-04-20T08:30Z"), 1'776'643'200 + 8 * 3600 + 30 * 60);
    EXPECT_EQ(parse_moment("2026-04-20T23:59:59Z"), 1'776'643'200 + day - 1);
    EXPECT_EQ(print_moment(*parse_moment("2026-04-20T08:30Z")), "2026-04-20T08:30:00Z");
}

TEST(Moment, is_refused_in_any_other_form) {
    for (const std::string_view text :
         {"", "2026-04-2", "2026-04-31T00:00Z", "2026-04-20T", "2026-04-20T08Z", "2026-04-20T24:00Z", "2026-04-20T08:60Z",
          "2026-04-20T08:30:60Z", "2026-04-20T08:30", "2026-04-20 08:30Z", "2026-04-20T08:30:00+00:00", "2026-04-20T08:30:00.5Z",
          "2026-04-20T8:30:00Z", "2026-04-20T-0:30Z", "2026-04-20T08:30:-0Z", "2026-04-20T08-30Z"}) {
        EXPECT_EQ(parse_moment(text), std::nullopt) << text;
    }
}

TEST(Minute, is_printed_in_utc) {
    EXPECT_EQ(print_minute(1'790'000'000), "2026-09-21 14:13");
    EXPECT_EQ(print_minute(0), "1970-01-01 00:00");
}

TEST(HttpDate, is_written_as_http_asks) {
    EXPECT_EQ(print_http_date(784111777), "Sun, 06 Nov 1994 08:49:37 GMT");  // the example of RFC 9110, 5.6.7
    EXPECT_EQ(print_http_date(0), "Thu, 01 Jan 1970 00:00:00 GMT");
}

}  // namespace
}  // namespace parley
