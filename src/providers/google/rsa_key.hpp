// rsa_key.hpp: signatures with an RSA key: RSASSA-PKCS1-v1_5 with SHA-256, which JSON Web Tokens call RS256 (RFC 7518, 3.3).
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

struct evp_pkey_st;

namespace parley::providers::google {

/// Safe to share between threads.
class RsaKey {
  public:
    /// Errors: bad_request for what is no RSA private key in PEM.
    static Result<RsaKey> parse(std::string_view pem);

    /// The signature's bytes; empty when memory runs out.
    std::string sign(std::string_view text) const;

  private:
    explicit RsaKey(std::shared_ptr<evp_pkey_st> key) : key_(std::move(key)) {}
    std::shared_ptr<evp_pkey_st> key_;
};

/// RFC 4648, 5, without padding.
std::string base64url(std::string_view bytes);

}  // namespace parley::providers::google
