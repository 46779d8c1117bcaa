// tokens.hpp: Google's token endpoint, and the tokens that it has given out: a signed assertion of a service account goes in, a token
// for an hour comes out, and Vertex AI takes no other.
//
// Source: Google Cloud docs, "Using OAuth 2.0 for Server to Server Applications"; RFC 7523; RFC 7515.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace parley::simulate::google {

struct TokenAnswer {
    int status = 200;
    std::string body;
};

class Tokens {
  public:
    /// The path of the endpoint. Behind it `/down` is in trouble, and `/short` gives tokens for a minute.
    static constexpr std::string_view path = "/token";
    static bool is_path(std::string_view text) { return text == path || text == "/token/down" || text == "/token/short"; }

    /// `public_key`: of the one service account that is known here, in PEM; empty: none is.
    explicit Tokens(std::string public_key) : public_key_(std::move(public_key)) {}

    /// `form` is the body as it came. The assertion must be signed with the private half of that key, name Google Cloud's scope, and
    /// be of now.
    TokenAnswer answer(std::string_view path, std::string_view form, std::int64_t now);

    /// Why a request to Vertex AI is refused; nullopt for a token that was given out and still holds. A token of another kind, which an
    /// operator renews, is taken for good.
    std::optional<std::string> deny(std::string_view authorization, std::int64_t now) const;

  private:
    std::string public_key_;
    std::map<std::string, std::int64_t, std::less<>> given_;  // token to the time at which it expires
};

}  // namespace parley::simulate::google
