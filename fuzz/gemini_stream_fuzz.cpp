// Any bytes as a Gemini stream: what the caller gets does not depend on the pieces in which the bytes arrive.
#include <algorithm>

#include "providers/gemini/stream_decoder.hpp"
#include "stream_property.hpp"

using namespace parley;
using namespace parley::fuzz;

namespace {

std::string print(std::string_view stream, std::size_t piece) {
    providers::gemini::GeminiStreamDecoder decoder({}, event_bytes_max);
    return print_in_pieces(stream, piece, decoder);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view stream = view_of(data, size);
    const std::string at_once = print(stream, std::max<std::size_t>(1, size));
    for (const std::size_t piece : piece_sizes) require(print(stream, piece) == at_once, "the pieces change nothing");
    return 0;
}
