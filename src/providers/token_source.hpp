// token_source.hpp: where tokens come from that hold for an hour, and are shown to a provider or sign for it: what is asked, and what the
// answer means. Pure: upstream/ does the asking.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "base/wall_clock.hpp"
#include "providers/base_url.hpp"

namespace parley::providers {

struct Token {
    Secret text;
    UnixSeconds expires = 0;
};

/// A request for a token, or one on the way to it: the head without its framing, as UpstreamRequest has it, and the body.
struct TokenRequest {
    std::string head;
    std::string body;
    int step = 0;  // how many came before it
    Secret kept;   // of an earlier answer, for the steps that follow
};
/// No source takes more.
inline constexpr int token_steps_max = 3;

/// What an answer brings: the token, or what is to be asked next.
using TokenStep = std::variant<Token, TokenRequest>;

/// Safe to share between threads.
class TokenSource {
  public:
    virtual ~TokenSource() = default;
    /// Where it is asked.
    virtual const BaseUrl& place() const = 0;
    virtual TokenRequest request(UnixSeconds now) const = 0;
    /// Errors: unauthenticated for a refusal, upstream_error for what is no token, upstream_unavailable for a place in trouble; they quote
    /// no credential.
    virtual Result<TokenStep> read(const TokenRequest& asked, int status, std::string_view body, UnixSeconds now) const = 0;
    /// Whether the provider's answer to a request says that the token shown with it is no good; `reply_field` as in UpstreamReply.
    virtual bool is_refusal(int status, std::string_view /*reply_field*/) const { return status == 401; }
};

}  // namespace parley::providers
