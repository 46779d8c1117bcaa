// keyed_digest.hpp: HMAC-SHA-256 under one key, many times.
#pragma once

#include <array>
#include <memory>
#include <string_view>

struct evp_md_ctx_st;  // OpenSSL's EVP_MD_CTX

namespace parley::auth {

using Digest = std::array<unsigned char, 32>;

/// Keeps the two hash states that every HMAC under the same key begins with, so that one over a short text costs two
/// blocks (RFC 2104, 4: "Implementation Note"). Thread-safe once made.
class KeyedDigest {
  public:
    /// `key`: 32 to 64 bytes; keys that HMAC would have to hash first are not needed here.
    explicit KeyedDigest(std::string_view key);

    Digest of(std::string_view text) const;

  private:
    struct Free {
        void operator()(evp_md_ctx_st* context) const;
    };
    using Context = std::unique_ptr<evp_md_ctx_st, Free>;

    static Context begun_with(std::string_view key, unsigned char pad);

    Context inner_;
    Context outer_;
};

}  // namespace parley::auth
