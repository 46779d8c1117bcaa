// authorization_field.hpp: the key in an Authorization field.
#pragma once

#include <string_view>

namespace parley::auth {

/// What is left of an Authorization field (RFC 9110, 11.6.2) without its scheme, if it has one (RFC 6750, 2.1), and without the
/// spaces around it.
std::string_view key_in(std::string_view field);

}  // namespace parley::auth
