// Any bytes as a chunked body: the slices, their end and the refusal do not depend on the pieces.
#include <algorithm>
#include <string>

#include "http/body_decoder.hpp"
#include "property.hpp"

using namespace parley;
using namespace parley::fuzz;

namespace {

struct Decoded {
    http::BodyDecoder::Status status = http::BodyDecoder::Status::need_more;
    std::string body;
    std::size_t taken = 0;

    bool operator==(const Decoded&) const = default;
};

Decoded decode(std::string_view bytes, std::size_t piece, const http::Limits& limits) {
    using Status = http::BodyDecoder::Status;
    http::BodyDecoder decoder({http::Framing::Kind::chunked, 0}, limits);
    Decoded decoded;
    std::size_t given = 0;
    while (given < bytes.size() && decoded.status == Status::need_more) {
        const std::string received(bytes.substr(given, piece));
        given += received.size();
        std::string_view input = received;
        std::string_view slice;
        while ((decoded.status = decoder.next(input, slice)) == Status::slice) {
            require(!slice.empty(), "a slice holds something");
            require(slice.data() >= received.data() && slice.data() + slice.size() <= input.data(), "it was just taken");
            const std::size_t before = decoded.body.size();
            decoded.body += slice;
            require(decoder.received() == decoded.body.size() && before < decoded.body.size(), "the count only grows");
        }
        require(decoded.status != Status::need_more || input.empty(), "all input is taken before more is asked for");
        decoded.taken = given - input.size();
    }
    require(decoded.body.size() <= limits.body_bytes_max, "a body keeps its limit");
    require(decoder.end_of_input() == (decoded.status == Status::done), "only a whole body may end");
    if (decoded.status != Status::done) decoded.taken = 0;  // where a refusal stops is nobody's business
    return decoded;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes = view_of(data, size);
    http::Limits limits;
    limits.body_bytes_max = 4096;
    limits.chunk_extension_bytes_max = 16;
    limits.trailer_bytes_max = 32;
    const Decoded whole = decode(bytes, std::max<std::size_t>(1, bytes.size()), limits);
    for (const std::size_t piece : piece_sizes) {
        require(decode(bytes, piece, limits) == whole, "the body does not depend on the pieces");
    }
    return 0;
}
