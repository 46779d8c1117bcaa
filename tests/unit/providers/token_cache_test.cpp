#include "providers/token_cache.hpp"

#include <gtest/gtest.h>

namespace parley::providers {
namespace {

class NoSource final : public TokenSource {
  public:
    const BaseUrl& place() const override { return place_; }
    TokenRequest request(UnixSeconds) const override { return {}; }
    Result<TokenStep> read(const TokenRequest&, int, std::string_view, UnixSeconds) const override { return TokenStep(Token()); }

  private:
    BaseUrl place_;
};

Error trouble(const char* message) {
    Error error;
    error.kind = ErrorKind::upstream_unavailable;
    error.message = message;
    return error;
}

class TokenCacheTest : public testing::Test {
  protected:
    TokenCache cache{std::make_unique<NoSource>()};
};

TEST_F(TokenCacheTest, the_first_who_looks_fetches_and_the_others_wait) {
    EXPECT_TRUE(cache.look(1000).must_fetch);
    for (int others = 0; others < 3; ++others) {
        const TokenCache::Look look = cache.look(1000);
        EXPECT_FALSE(look.must_fetch || look.token || look.failure);
    }
    cache.take({Secret("t1"), 4600}, 1000);
    EXPECT_EQ(cache.look(1000).token, Secret("t1"));
    EXPECT_FALSE(cache.look(1000).must_fetch);
}

TEST_F(TokenCacheTest, the_next_token_is_fetched_ahead_while_the_old_one_is_shown) {
    cache.look(1000);
    cache.take({Secret("t1"), 4600}, 1000);
    EXPECT_FALSE(cache.look(4600 - token_renewal_seconds - 1).must_fetch);
    const TokenCache::Look chosen = cache.look(4600 - token_renewal_seconds);
    EXPECT_TRUE(chosen.must_fetch);
    EXPECT_EQ(chosen.token, Secret("t1"));
    const TokenCache::Look other = cache.look(4599);
    EXPECT_FALSE(other.must_fetch) << "one fetch at a time";
    EXPECT_EQ(other.token, Secret("t1"));
    EXPECT_FALSE(cache.look(4600).token) << "an expired token is never shown";
    cache.take({Secret("t2"), 8200}, 4600);
    EXPECT_EQ(cache.look(4600).token, Secret("t2"));
}

TEST_F(TokenCacheTest, a_failed_renewal_is_tried_again_and_nobody_notices_while_the_token_holds) {
    cache.look(1000);
    cache.take({Secret("t1"), 1200}, 990);
    EXPECT_TRUE(cache.look(1000).must_fetch);
    cache.fail(trouble("down"), 1000);
    const TokenCache::Look meanwhile = cache.look(1000);
    EXPECT_EQ(meanwhile.token, Secret("t1"));
    EXPECT_FALSE(meanwhile.failure || meanwhile.must_fetch);
    EXPECT_TRUE(cache.look(1000 + token_pause_seconds).must_fetch);
}

TEST_F(TokenCacheTest, a_token_that_ends_soon_is_not_asked_for_again_at_once) {
    cache.look(1000);
    cache.take({Secret("t1"), 1000 + token_renewal_seconds}, 1000);
    EXPECT_FALSE(cache.look(1000).must_fetch);
    EXPECT_TRUE(cache.look(1000 + token_pause_seconds).must_fetch);
}

TEST_F(TokenCacheTest, a_failed_first_fetch_is_told_for_a_moment_and_then_tried_again) {
    cache.look(1000);
    cache.fail(trouble("down"), 1000);
    const TokenCache::Look look = cache.look(1001);
    ASSERT_TRUE(look.failure);
    EXPECT_EQ(look.failure->message, "down");
    EXPECT_FALSE(look.must_fetch);
    const TokenCache::Look later = cache.look(1000 + token_pause_seconds);
    EXPECT_TRUE(later.must_fetch);
    EXPECT_FALSE(later.failure) << "whoever waits for the new fetch hears of the new one";
}

TEST_F(TokenCacheTest, a_token_that_was_refused_is_not_shown_again) {
    cache.look(1000);
    cache.take({Secret("t1"), 4600}, 1000);
    cache.drop(Secret("t0"));
    EXPECT_EQ(cache.look(1000).token, Secret("t1")) << "another token's refusal is nothing to this one";
    cache.drop(Secret("t1"));
    const TokenCache::Look look = cache.look(1000);
    EXPECT_FALSE(look.token);
    EXPECT_TRUE(look.must_fetch);
}

}  // namespace
}  // namespace parley::providers
