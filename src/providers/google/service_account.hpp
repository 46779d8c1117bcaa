// service_account.hpp: a Google service account, which shows a signed assertion of itself and is given a token for it.
//
// Source: Google Cloud docs, "Using OAuth 2.0 for Server to Server Applications", HTTP/REST; RFC 7523 for the grant, RFC 7515 and
// RFC 7518 (RS256) for the assertion.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "providers/token_source.hpp"

namespace parley::providers::google {

/// What a token may be used for: all of Google Cloud, within what the account may do.
inline constexpr std::string_view scope = "https://www.googleapis.com/auth/cloud-platform";
/// An assertion holds so long, and a token no longer. Source: as above, "exp".
inline constexpr UnixSeconds assertion_seconds = 3600;

/// `json` is the key file that Google gives out (`type: service_account`, `client_email`, `private_key`, `private_key_id`,
/// `token_uri`).
///
/// Errors: bad_request, for a file of another kind and for a private key that is none. They quote nothing of it.
Result<std::unique_ptr<const TokenSource>> make_token_source(std::string_view json, std::string_view user_agent);

}  // namespace parley::providers::google
