// name_hash.hpp: a number for the name of a member, made once while the text is read and kept in the name's node. Whoever looks
// the name up in a table, or for a second one like it, compares numbers before bytes.
//
// Both ends of a name are looked at, and its length: an attacker makes two names of one number at will, and may. Nothing but
// speed depends on it, and where many names are compared, in duplicate_keys.hpp, another hash is used.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

namespace parley::json {
namespace detail {

/// Little-endian, as the processors that we run on load it.
constexpr std::uint32_t four_bytes(const char* at) {
    std::uint32_t bytes = 0;
    if (!std::is_constant_evaluated()) {
        std::memcpy(&bytes, at, sizeof bytes);
        return bytes;
    }
    for (int index = 3; index >= 0; --index) bytes = bytes << 8 | static_cast<unsigned char>(at[index]);
    return bytes;
}

constexpr std::uint32_t up_to_three_bytes(std::string_view name) {
    std::uint32_t bytes = 0;
    for (const char byte : name) bytes = bytes << 8 | static_cast<unsigned char>(byte);
    return bytes;
}

}  // namespace detail

constexpr std::uint32_t name_hash(std::string_view name) {
    const std::size_t bytes = name.size();
    const std::uint32_t mixed =
        bytes < 4 ? detail::up_to_three_bytes(name) : detail::four_bytes(name.data()) ^ 5 * detail::four_bytes(name.data() + bytes - 4);
    return (mixed ^ static_cast<std::uint32_t>(bytes)) * 0x9e3779b1;  // the golden ratio: upper bits depend on all lower ones
}

}  // namespace parley::json
