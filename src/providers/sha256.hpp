// sha256.hpp: SHA-256 and HMAC-SHA-256 (FIPS 180-4, RFC 2104), as signatures and anonymous names need them.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

namespace parley::providers {

using Sha256 = std::array<unsigned char, 32>;

/// Of the slices one after another.
Sha256 sha256(std::span<const std::string_view> slices);
Sha256 sha256(std::string_view text);

Sha256 hmac_sha256(std::string_view key, std::string_view text);

std::string to_hex(const Sha256& digest);

/// The digest's bytes, as a key for the next one.
inline std::string_view bytes_of(const Sha256& digest) { return {reinterpret_cast<const char*>(digest.data()), digest.size()}; }

}  // namespace parley::providers
