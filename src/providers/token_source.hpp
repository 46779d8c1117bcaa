// token_source.hpp: where tokens come from that are shown to a provider and hold for an hour: what is asked, and what the answer
// means. Pure: upstream/ does the asking.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "base/wall_clock.hpp"
#include "providers/base_url.hpp"

namespace parley::providers {

struct Token {
    Secret text;
    UnixSeconds expires = 0;
};

/// A request for a token: the head without its framing, as UpstreamRequest has it, and the body.
struct TokenRequest {
    std::string head;
    std::string body;
};

/// Safe to share between threads.
class TokenSource {
  public:
    virtual ~TokenSource() = default;
    /// Where it is asked.
    virtual const BaseUrl& place() const = 0;
    virtual TokenRequest request(UnixSeconds now) const = 0;
    /// Errors: unauthenticated for a refusal, upstream_error for what is no token, upstream_unavailable for a place in trouble; they quote
    /// no credential.
    virtual Result<Token> read(int status, std::string_view body, UnixSeconds now) const = 0;
};

}  // namespace parley::providers
