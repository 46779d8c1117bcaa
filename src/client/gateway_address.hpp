// gateway_address.hpp: where a gateway is reached, and with which key.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "http/origin.hpp"

namespace parley::client {

/// Where `parley serve` listens when nobody says otherwise.
inline constexpr std::string_view default_url = "http://127.0.0.1:8080";

struct GatewayAddress {
    http::Origin origin;
    std::string authority;  // for the Host field
    std::string path;       // what stands before "/v1": usually nothing
    std::string url;        // as it was given, for messages
    bool loopback = false;  // what is said to it stays on this machine
};

/// http(s)://host[:port][/path], with or without the "/v1" that OpenAI's clients want at the end of a base URL.
/// Errors: bad_request; the message says what the URL must be.
Result<GatewayAddress> parse_gateway_address(std::string_view url);

/// A key longer than this is no key.
inline constexpr std::size_t key_bytes_max = 4096;

/// What goes into a header field as it is: printable ASCII without spaces, at least one and at most key_bytes_max bytes.
/// Errors: bad_request; the message never shows the key.
Result<Secret> check_key(std::string text);

/// A gateway to be asked.
struct Gateway {
    GatewayAddress address;
    Secret key;
};

}  // namespace parley::client
