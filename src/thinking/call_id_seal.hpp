// call_id_seal.hpp: thinking state that travels inside the id of a tool call, because ids are what every client sends back.
//
//     <the provider's id>-ts1-<base64url of: selector (12 bytes), nonce (12), AES-256-GCM of the state, tag (16)>
//
// Letters, digits, `_` and `-` only, which clients and other providers take in ids. The key belongs to the gateway (its pepper)
// and the account is bound in: an id of another gateway or another account opens nothing, and is an id like any other.
//
// Selector and nonce are an HMAC of what is sealed, so that the same call always has the same id and no random source is needed; the
// selector makes the key of each seal a key of its own, so that a nonce can never meet another text under the same key.
// Sources: NIST SP 800-38D (GCM); RFC 4648, 5 (base64url); the idea of keys derived by nonce: C2SP, "XAES-256-GCM".
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "auth/keyed_digest.hpp"
#include "base/secret.hpp"
#include "thinking/thinking_state.hpp"

namespace parley::thinking {

/// Stands between a provider's id and what is sealed.
inline constexpr std::string_view seal_mark = "-ts1-";

/// Thread-safe.
class CallIdSeal {
  public:
    /// `secret`: 32 to 64 bytes.
    explicit CallIdSeal(const Secret& secret);

    /// Nullopt where the state is too large, or the id is no word that could stand in front of the mark.
    std::optional<std::string> seal(std::string_view account, std::string_view id, std::string_view state) const;

    /// Nullopt for everything that was not sealed here for this account, whatever is wrong with it.
    std::optional<OpenedCall> open(std::string_view account, std::string_view call_id) const;

  private:
    auth::Digest key_of(std::string_view selector) const;

    auth::KeyedDigest keys_;    // gives each seal its key
    auth::KeyedDigest nonces_;  // and its selector and nonce
};

/// What stands in front of the mark; the whole of an id without one.
std::string_view id_before_seal(std::string_view call_id);

}  // namespace parley::thinking
