#include "http/query.hpp"

#include <gtest/gtest.h>

namespace parley::http {
namespace {

using Fields = std::vector<QueryField>;

TEST(Query, is_read_field_by_field) {
    const struct {
        std::string_view query;
        Fields fields;
    } table[] = {
        {"", {}},
        {"&", {}},
        {"by=day", {{"by", "day"}}},
        {"by=day%2Cmodel&since=2026-11-01T00%3a00%3A00Z", {{"by", "day,model"}, {"since", "2026-11-01T00:00:00Z"}}},
        {"a=b=c&&a=", {{"a", "b=c"}, {"a", ""}}},
        {"flag", {{"flag", ""}}},
        {"=x", {{"", "x"}}},
        {"a+b=%2B+%25", {{"a b", "+ %"}}},
        {"%C3%A9=1", {{"\xC3\xA9", "1"}}},
    };
    for (const auto& [query, fields] : table) EXPECT_EQ(parse_query(query).value(), fields) << query;
}

TEST(Query, is_refused_where_a_lenient_reader_would_guess) {
    for (const std::string_view query : {"a=%", "a=%4", "a=%zz", "%=1", "a=%00", "a=%0A", "a=%7f"}) {
        const auto fields = parse_query(query);
        ASSERT_TRUE(fields.has_error()) << query;
        EXPECT_EQ(fields.error().kind, ErrorKind::bad_request);
        EXPECT_EQ(fields.error().problems, std::vector<std::string>{"field 1 is not well encoded"}) << query;
    }
}

TEST(Query, has_as_many_fields_as_it_may) {
    std::string query;
    for (std::size_t number = 0; number < query_fields_max; ++number) query += "a=1&";
    EXPECT_EQ(parse_query(query).value().size(), query_fields_max);
    EXPECT_EQ(parse_query(query + "a=1").error().problems, std::vector<std::string>{"more than 32 fields"});
}

}  // namespace
}  // namespace parley::http
