// framing.hpp: where a message's body ends (RFC 9112, section 6), decided once from the head and never guessed again.
#pragma once

#include <cstdint>

namespace parley::http {

struct Framing {
    enum class Kind : std::uint8_t {
        none,    // no body: the next byte belongs to the next message
        length,  // exactly `length` bytes
        chunked,
        until_close,  // responses only: the body ends when the peer closes
    };
    Kind kind = Kind::none;
    std::uint64_t length = 0;

    bool operator==(const Framing&) const = default;
};

}  // namespace parley::http
