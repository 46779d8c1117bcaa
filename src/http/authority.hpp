// authority.hpp: the value of a Host field.
#pragma once

#include <string_view>

namespace parley::http {

/// host[:port] with a name, an IPv4 address or a bracketed IPv6 address, and a port of 0 to 65535 (RFC 9110, 4.2.3
/// and 7.2). Narrower than RFC 3986, 3.2: no user, no escapes, no sub-delimiters, no empty host, no empty port. An IPv6
/// address is checked for its bytes only: nothing here connects to it.
bool is_authority(std::string_view text);

}  // namespace parley::http
