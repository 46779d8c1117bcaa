// known_field.hpp: the header fields that decide framing, persistence, or who is asking.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace parley::http {

enum class KnownField : std::uint8_t {
    unknown,
    underscore_twin,  // the name of a known field with '_' for '-': some gateways and CGI make no difference
    host,
    connection,
    content_length,
    transfer_encoding,
    content_type,
    content_encoding,
    expect,
    authorization,
    proxy_authorization,
    api_key,         // Azure's spelling
    x_api_key,       // Anthropic's
    x_goog_api_key,  // Google's
};
inline constexpr std::size_t known_field_count = 14;

KnownField known_field(std::string_view name);

/// Whether a second field of that name makes a request ambiguous.
bool is_said_once(KnownField field);

}  // namespace parley::http
