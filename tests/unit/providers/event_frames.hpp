// event_frames.hpp: AWS event streams as a test writes them: by the specification's letter, without any code of the reader's.
#pragma once

#include <zlib.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::tests {

inline std::string big_endian(std::size_t number, int bytes) {
    std::string text;
    for (int at = bytes - 1; at >= 0; --at) text += static_cast<char>(number >> (8 * at) & 0xff);
    return text;
}

inline std::string checksum_of(std::string_view bytes) {
    return big_endian(crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size())), 4);
}

inline std::string text_header(std::string_view name, std::string_view value) {
    return big_endian(name.size(), 1) + std::string(name) + '\x07' + big_endian(value.size(), 2) + std::string(value);
}

/// One message with headers that are printed already.
inline std::string frame_of(std::string_view headers, std::string_view payload) {
    std::string frame = big_endian(16 + headers.size() + payload.size(), 4) + big_endian(headers.size(), 4);
    frame += checksum_of(frame);
    frame.append(headers).append(payload);
    return frame + checksum_of(frame);
}

inline std::string event_frame(std::string_view event, std::string_view payload) {
    return frame_of(
        text_header(":event-type", event) + text_header(":content-type", "application/json") + text_header(":message-type", "event"),
        payload);
}

inline std::string exception_frame(std::string_view exception, std::string_view payload) {
    return frame_of(text_header(":exception-type", exception) + text_header(":content-type", "application/json") +
                        text_header(":message-type", "exception"),
                    payload);
}

}  // namespace parley::tests
