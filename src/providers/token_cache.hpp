// token_cache.hpp: the token at hand, and whose turn it is to fetch the next one. A state machine without a clock and without a
// socket; one for each provider of the process.
//
// One fetch runs at a time. It begins a while before the token expires, and meanwhile the old one is shown, so that no request
// waits but those at the very beginning.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "base/error.hpp"
#include "providers/token_source.hpp"

namespace parley::providers {

/// The next token is fetched so long before this one expires.
inline constexpr UnixSeconds token_renewal_seconds = 300;
/// After a fetch that failed, or brought a token that ends as soon, the next one waits: at once it would bring no better.
inline constexpr UnixSeconds token_pause_seconds = 2;

/// Thread-safe.
class TokenCache {
  public:
    explicit TokenCache(std::unique_ptr<const TokenSource> source) : source_(std::move(source)) {}

    struct Look {
        std::optional<Secret> token;   // to be shown now
        std::optional<Error> failure;  // why there is none, and will be none for a moment
        bool must_fetch = false;       // whoever looks has been chosen, and must end with take() or fail()
    };
    /// Neither token nor failure: a fetch is under way, look again.
    Look look(UnixSeconds now);

    void take(Token token, UnixSeconds now);
    void fail(Error error, UnixSeconds now);
    /// A token that the provider has refused before its time is not shown again.
    void drop(const Secret& token);

    const TokenSource& source() const { return *source_; }

  private:
    std::unique_ptr<const TokenSource> source_;
    std::mutex mutex_;
    std::optional<Token> token_;
    std::optional<Error> failure_;  // of the last fetch
    UnixSeconds pause_until_ = 0;
    bool is_fetching_ = false;
};

}  // namespace parley::providers
