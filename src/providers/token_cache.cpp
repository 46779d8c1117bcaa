#include "providers/token_cache.hpp"

#include <utility>

namespace parley::providers {

TokenCache::Look TokenCache::look(UnixSeconds now) {
    const std::lock_guard lock(mutex_);
    Look look;
    const bool is_good = token_ && now < token_->expires;
    const bool is_fresh = is_good && now + token_renewal_seconds < token_->expires;
    const bool may_fetch = !is_fetching_ && now >= pause_until_;
    if (is_good) look.token = token_->text;
    if (!is_good && !is_fetching_ && !may_fetch) look.failure = failure_;
    look.must_fetch = !is_fresh && may_fetch;
    is_fetching_ = is_fetching_ || look.must_fetch;
    return look;
}

void TokenCache::take(Token token, UnixSeconds now) {
    const std::lock_guard lock(mutex_);
    if (now + token_renewal_seconds >= token.expires) pause_until_ = now + token_pause_seconds;
    token_ = std::move(token);
    failure_.reset();
    is_fetching_ = false;
}

void TokenCache::fail(Error error, UnixSeconds now) {
    const std::lock_guard lock(mutex_);
    failure_ = std::move(error);
    pause_until_ = now + token_pause_seconds;
    is_fetching_ = false;
}

void TokenCache::drop(const Secret& token) {
    const std::lock_guard lock(mutex_);
    if (token_ && token_->text == token) token_.reset();
}

}  // namespace parley::providers
