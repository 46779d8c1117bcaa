#include "providers/gather_body.hpp"

#include <gtest/gtest.h>

#include "json/write.hpp"

namespace parley::providers {
namespace {

std::string join(const UpstreamRequest& request) {
    std::string body;
    for (const std::string_view slice : request.body) body += slice;
    return body;
}

UpstreamRequest written_around(std::string_view text) {
    GatherBody body;
    json::ObjectWriter writer(body.own());
    body.add(writer.key("text"), text);
    writer.integer("n", 1);
    writer.close();
    UpstreamRequest request;
    std::move(body).finish(request);
    return request;
}

TEST(GatherBody, leaves_a_long_text_where_it_is) {
    const std::string text = '"' + std::string(slice_bytes_min - 2, 'x') + '"';
    const UpstreamRequest request = written_around(text);
    ASSERT_EQ(request.body.size(), 3);
    EXPECT_EQ(request.body[1].data(), text.data());
    EXPECT_EQ(join(request), "{\"text\":" + text + ",\"n\":1}");
    EXPECT_EQ(request.body_bytes, join(request).size());
}

TEST(GatherBody, copies_a_short_one) {
    const std::string text = '"' + std::string(slice_bytes_min - 3, 'x') + '"';
    EXPECT_EQ(written_around(text).body.size(), 1);
    EXPECT_EQ(join(written_around(text)), "{\"text\":" + text + ",\"n\":1}");
}

TEST(GatherBody, stays_true_when_the_request_is_moved) {
    UpstreamRequest request = written_around("\"x\"");
    const UpstreamRequest moved = std::move(request);
    EXPECT_EQ(join(moved), R"({"text":"x","n":1})");
}

TEST(OwnWhole, needs_nothing_of_what_it_was_made_from) {
    std::string text = '"' + std::string(slice_bytes_min, 'x') + '"';
    const UpstreamRequest owned = own_whole(written_around(text));
    const std::string before = join(owned);
    text.assign(text.size(), 'y');
    EXPECT_EQ(join(owned), before);
    EXPECT_EQ(owned.body_bytes, before.size());
}

}  // namespace
}  // namespace parley::providers
