#include "server/usage_question.hpp"

#include <gtest/gtest.h>

namespace parley::server {
namespace {

using Problems = std::vector<std::string>;
using enum ledger::UsageBy;

constexpr UnixSeconds now = 1'790'000'000;  // 2026-09-21T14:13:20Z
constexpr ledger::UnixMicroseconds second = 1'000'000;
constexpr const char* no_moment = " must be a day (2026-11-01), a moment (2026-11-01T08:30:00Z) or how long ago (7d, 12h)";
constexpr const char* no_grouping = "by must be one or several, with commas, of model, key, account, day, outcome, region";

TEST(UsageQuestion, is_everything_by_model_unless_something_is_said) {
    const UsageQuestion question = read_usage_question({}, now).value();
    EXPECT_EQ(question.by, std::vector{model});
    EXPECT_EQ(question.filter.since, ledger::EntryFilter().since);
    EXPECT_EQ(question.filter.until, ledger::EntryFilter().until);
    EXPECT_EQ(question.filter.account, "");
}

TEST(UsageQuestion, takes_several_groupings_in_their_order) {
    EXPECT_EQ(read_usage_question({.by = "day,model"}, now).value().by, (std::vector{day, model}));
    EXPECT_EQ(read_usage_question({.by = "outcome,key,account,model,day"}, now).value().by,
              (std::vector{outcome, key, account, model, day}));
}

TEST(UsageQuestion, takes_days_moments_and_times_back) {
    const struct {
        const char* text;
        UnixSeconds moment;
    } table[] = {
        {"2026-09-01", 1'788'220'800}, {"2026-09-21T14:00Z", now - 800}, {"12h", now - 43'200}, {"7d", now - 604'800}, {"36500d", 0},
    };
    for (const auto& [text, moment] : table) {
        EXPECT_EQ(read_usage_question({.since = text}, now).value().filter.since, moment * second) << text;
    }
    EXPECT_EQ(read_usage_question({.since = "2d", .until = "1d"}, now).value().filter.until, (now - 86'400) * second);
}

TEST(UsageQuestion, that_cannot_be_meant_is_refused_word_by_word) {
    const struct {
        UsageWords words;
        Problems problems;
    } table[] = {
        {{.by = ""}, {no_grouping}},
        {{.by = "hour"}, {no_grouping}},
        {{.by = "day,"}, {no_grouping}},
        {{.by = ",day"}, {no_grouping}},
        {{.by = "day, model"}, {no_grouping}},
        {{.by = "day,day"}, {no_grouping}},
        {{.since = "yesterday"}, {"since" + std::string(no_moment)}},
        {{.since = "", .until = "2026-02-30"}, {"since" + std::string(no_moment), "until" + std::string(no_moment)}},
        {{.since = "2026-09-02", .until = "2026-09-02"}, {"since must be before until"}},
        {{.since = "1d", .until = "2d"}, {"since must be before until"}},
        {{.account = "", .key = "", .model = ""}, {"account must not be empty", "key must not be empty", "model must not be empty"}},
        {{.by = "hour", .since = "soon"}, {no_grouping, "since" + std::string(no_moment)}},
    };
    for (const auto& [words, problems] : table) {
        const auto question = read_usage_question(words, now);
        ASSERT_TRUE(question.has_error()) << problems.front();
        EXPECT_EQ(question.error().kind, ErrorKind::bad_request);
        EXPECT_EQ(question.error().problems, problems);
    }
}

}  // namespace
}  // namespace parley::server
