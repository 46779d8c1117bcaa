// api_key.hpp: making virtual keys, and their form.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/secret.hpp"

namespace parley::auth {

/// What every key that is made here begins with.
inline constexpr std::string_view api_key_prefix = "sk-parley-";
/// Characters of a key's id: lower-case letters and the digits 2 to 7, 60 random bits.
inline constexpr std::size_t key_id_characters = 12;
/// Characters of a key that lists may show, from its end.
inline constexpr std::size_t last_characters_shown = 4;

struct ApiKey {
    std::string id;  // fit for logs, reports and `parley keys revoke`
    Secret text;     // what callers show: "sk-parley-<id>-<secret>"
};

/// A new key; the secret in it is 43 characters of base64url (RFC 4648, 5, without padding): 256 bits from the operating
/// system.
ApiKey make_api_key();

std::string last_characters(const Secret& key);

}  // namespace parley::auth
