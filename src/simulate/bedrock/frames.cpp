#include "simulate/bedrock/frames.hpp"

#include <zlib.h>

#include <cstdint>

namespace parley::simulate::bedrock {
namespace {

void append_u32(std::string& out, std::size_t number) {
    for (const int shift : {24, 16, 8, 0}) out += static_cast<char>(number >> shift & 0xff);
}

void append_checksum(std::string& out) {
    append_u32(out, crc32(0, reinterpret_cast<const Bytef*>(out.data()), static_cast<uInt>(out.size())));
}

void append_header(std::string& out, std::string_view name, std::string_view value) {
    constexpr char string_type = 7;
    out += static_cast<char>(name.size());
    out.append(name) += string_type;
    out += static_cast<char>(value.size() >> 8);
    out += static_cast<char>(value.size() & 0xff);
    out += value;
}

std::string print(std::string_view type, std::string_view name_header, std::string_view name, std::string_view json) {
    constexpr std::size_t overhead_bytes = 16;
    std::string headers;
    append_header(headers, name_header, name);
    append_header(headers, ":content-type", "application/json");
    append_header(headers, ":message-type", type);
    std::string frame;
    append_u32(frame, headers.size() + json.size() + overhead_bytes);
    append_u32(frame, headers.size());
    append_checksum(frame);
    frame.append(headers).append(json);
    append_checksum(frame);
    return frame;
}

}  // namespace

std::string print_event(std::string_view event, std::string_view json) { return print("event", ":event-type", event, json); }

std::string print_exception(std::string_view exception, std::string_view json) {
    return print("exception", ":exception-type", exception, json);
}

}  // namespace parley::simulate::bedrock
