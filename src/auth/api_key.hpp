// api_key.hpp: making virtual keys.
#pragma once

#include "base/secret.hpp"

namespace parley::auth {

/// "sk-parley-" and 43 characters of base64url (RFC 4648, 5, without padding): 256 bits from the operating system.
Secret make_api_key();

}  // namespace parley::auth
