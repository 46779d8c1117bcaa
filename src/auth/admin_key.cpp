#include "auth/admin_key.hpp"

#include <openssl/crypto.h>

#include <cassert>

#include "auth/authorization_field.hpp"
#include "auth/key_ring.hpp"
#include "base/random.hpp"

namespace parley::auth {

AdminKey::AdminKey(const Secret& key) : digest_(secure_random_bytes(32)), key_(digest_.of(key.reveal())) { assert(!key.empty()); }

bool AdminKey::is_shown_in(std::string_view authorization_field) const {
    const std::string_view shown = key_in(authorization_field);
    if (shown.empty() || shown.size() > key_bytes_max) return false;
    const Digest digest = digest_.of(shown);
    return CRYPTO_memcmp(digest.data(), key_.data(), digest.size()) == 0;
}

}  // namespace parley::auth
