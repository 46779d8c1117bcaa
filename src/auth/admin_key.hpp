// admin_key.hpp: the one key that opens the admin API.
#pragma once

#include <string_view>

#include "auth/keyed_digest.hpp"
#include "base/secret.hpp"

namespace parley::auth {

/// Keeps a digest only. Immutable, so safe to share between threads.
class AdminKey {
  public:
    /// `key`: not empty.
    explicit AdminKey(const Secret& key);

    /// Whether this Authorization field, `<key>` or `Bearer <key>`, shows it. Takes as long whether it nearly does or not at all.
    bool is_shown_in(std::string_view authorization_field) const;

  private:
    KeyedDigest digest_;  // under a key of its own, made by chance
    Digest key_;
};

}  // namespace parley::auth
