// refusal.hpp: what the readers of this room answer while bytes arrive, and why they stop reading.
#pragma once

#include <cstdint>

namespace parley::http {

/// Why a message is refused before anybody looked at what it wants. The connection closes after the answer.
struct Refusal {
    int status = 0;           // 400, 414, 417, 431, 501, 505, for an upstream's answer 502; 0 when nothing is refused
    const char* reason = "";  // a constant sentence fit for the caller; never quotes the message
    explicit operator bool() const { return status != 0; }
};

enum class Progress : std::uint8_t { need_more, complete, refused };

}  // namespace parley::http
