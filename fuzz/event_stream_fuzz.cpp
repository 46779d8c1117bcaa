// Any bytes as an AWS event stream: the same messages in any pieces. And any bytes as headers and payload of a message with
// checksums that are right, which random bytes never have.
#include <zlib.h>

#include <algorithm>
#include <string>
#include <vector>

#include "property.hpp"
#include "providers/bedrock/event_stream.hpp"

using namespace parley;
using namespace parley::fuzz;
using providers::bedrock::EventStreamReader;
using providers::bedrock::StreamMessage;

namespace {

constexpr std::size_t message_bytes_max = 4096;  // within the fuzzer's reach

struct Stream {
    std::vector<std::string> messages;
    EventStreamReader::Status last = EventStreamReader::Status::need_more;
    bool at_boundary = true;

    bool operator==(const Stream&) const = default;
};

Stream read_in_pieces(std::string_view bytes, std::size_t piece) {
    EventStreamReader reader(message_bytes_max);
    Stream stream;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        const std::string received(bytes.substr(at, piece));
        std::string_view input = received;
        StreamMessage message;
        while ((stream.last = reader.next(input, message)) == EventStreamReader::Status::message) {
            std::string text;
            for (const std::string_view part : {message.message_type, message.name, message.error_message, message.payload}) {
                text.append(part).push_back('\n');
            }
            stream.messages.push_back(std::move(text));
        }
        if (stream.last != EventStreamReader::Status::need_more) return stream;
        require(input.empty(), "all input is taken before more is asked for");
    }
    stream.at_boundary = reader.at_boundary();
    return stream;
}

std::string big_endian(std::size_t number) {
    std::string text;
    for (int shift = 24; shift >= 0; shift -= 8) text += static_cast<char>(number >> shift & 0xff);
    return text;
}

std::string checksum_of(std::string_view bytes) {
    return big_endian(crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size())));
}

std::string frame_of(std::string_view headers, std::string_view payload) {
    std::string frame = big_endian(16 + headers.size() + payload.size()) + big_endian(headers.size());
    frame += checksum_of(frame);
    frame.append(headers).append(payload);
    return frame + checksum_of(frame);
}

void check(std::string_view bytes) {
    const Stream whole = read_in_pieces(bytes, std::max<std::size_t>(1, bytes.size()));
    for (const std::size_t piece : piece_sizes) {
        require(read_in_pieces(bytes, piece) == whole, "messages do not depend on the pieces");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes = view_of(data, size);
    check(bytes);
    if (bytes.empty()) return 0;
    const std::size_t header_bytes = std::min<std::size_t>(static_cast<unsigned char>(bytes[0]), size - 1);
    const std::string frame = frame_of(bytes.substr(1, header_bytes), bytes.substr(1 + header_bytes));
    check(frame + frame);
    const Stream framed = read_in_pieces(frame, frame.size());
    if (framed.messages.size() == 1) {
        require(framed.messages[0].ends_with(std::string(bytes.substr(1 + header_bytes)) + "\n"), "a payload comes back as it was");
    }
    return 0;
}
