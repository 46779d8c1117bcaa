#include "server/transcript_list_route.hpp"

#include <gtest/gtest.h>

namespace parley::server {
namespace {

using transcripts::ListWish;
using transcripts::Status;

TEST(ListWish, is_the_ten_newest_unless_more_is_said) {
    const ListWish wish = read_list_wish("").value();
    EXPECT_EQ(wish.limit, 10u);
    EXPECT_FALSE(wish.status || wish.created_on || wish.before_id || wish.after_id || wish.nothing);
}

TEST(ListWish, is_read_field_by_field) {
    const ListWish wish =
        read_list_wish("limit=200&status=error&created_on=2026-09-21&before_id=a-1&after_id=b_2&throttled_only=true").value();
    EXPECT_EQ(wish.limit, 200u);
    EXPECT_EQ(wish.status, Status::error);
    EXPECT_EQ(wish.created_on, 1'789'948'800);
    EXPECT_EQ(wish.before_id, "a-1");
    EXPECT_EQ(wish.after_id, "b_2");
    EXPECT_TRUE(wish.nothing);
    EXPECT_FALSE(read_list_wish("throttled_only=false")->nothing);
}

TEST(ListWish, leaves_out_what_a_client_has_not_filled_in) {
    const ListWish wish = read_list_wish("limit=&status=&created_on=&before_id=&after_id=&throttled_only=").value();
    EXPECT_EQ(wish.limit, 10u);
    EXPECT_FALSE(wish.status || wish.created_on || wish.before_id || wish.after_id || wish.nothing);
}

struct Mistake {
    const char* query;
    const char* said;
};

class ListWishWithAMistake : public testing::TestWithParam<Mistake> {};

TEST_P(ListWishWithAMistake, is_refused_with_each_field_that_is_wrong) {
    const auto wish = read_list_wish(GetParam().query);
    ASSERT_FALSE(wish);
    EXPECT_EQ(wish.error().kind, ErrorKind::bad_request);
    EXPECT_EQ(wish.error().message, GetParam().said);
}

constexpr const char* wrong_limit = "limit must be a number from 1 to 200";
constexpr const char* wrong_day = "created_on must be a day, such as 2026-11-30";

INSTANTIATE_TEST_SUITE_P(
    All, ListWishWithAMistake,
    testing::Values(Mistake{"limit=0", wrong_limit}, Mistake{"limit=201", wrong_limit}, Mistake{"limit=-1", wrong_limit},
                    Mistake{"limit=1e1", wrong_limit}, Mistake{"limit=99999999999999999999", wrong_limit},
                    Mistake{"created_on=2026-02-30", wrong_day}, Mistake{"created_on=today", wrong_day},
                    Mistake{"created_on=2026-09-21T10:00:00Z", wrong_day},
                    Mistake{"status=done", "status must be queued, processing, completed or error"},
                    Mistake{"before_id=..%2Fmodels", "before_id is not the id of a transcript"},
                    Mistake{"after_id=a%20b", "after_id is not the id of a transcript"},
                    Mistake{"throttled_only=yes", "throttled_only must be true or false"}, Mistake{"limit=1&limit=1", "limit stands twice"},
                    Mistake{"page=2",
                            "the query may hold limit, status, created_on, before_id, after_id, throttled_only, and nothing else"},
                    Mistake{"limit=%zz", "the query is not valid"},
                    Mistake{"limit=0&status=x&after_id=%2F",
                            "limit must be a number from 1 to 200; status must be queued, processing, completed or error; after_id is not "
                            "the id of a transcript"}));

}  // namespace
}  // namespace parley::server
