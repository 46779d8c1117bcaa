// fingerprint.hpp: 64 bits of a text, for ids that must differ from answer to answer. Not for secrets or hash tables.
#pragma once

#include <cstdint>
#include <string_view>

namespace parley::providers {

/// FNV-1a, 64 bits, begun with `seed` mixed in.
constexpr std::uint64_t fingerprint(std::string_view text, std::uint64_t seed = 0) {
    std::uint64_t hash = 0xcbf29ce484222325 ^ seed;
    for (const char byte : text) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3;
    return hash;
}

}  // namespace parley::providers
