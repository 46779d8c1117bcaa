// byte_span.hpp: a part of a message by its offsets, which stay true when the receive buffer moves.
#pragma once

#include <cstdint>
#include <string_view>

namespace parley::http {

struct ByteSpan {
    std::uint32_t begin = 0;  // heads are some kilobytes (Limits::head_bytes_max), so 32 bits are plenty
    std::uint32_t end = 0;

    std::string_view in(std::string_view bytes) const { return {bytes.data() + begin, end - begin}; }
};

}  // namespace parley::http
