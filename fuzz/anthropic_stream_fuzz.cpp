// Any bytes as an Anthropic stream: what the caller gets does not depend on the fast path, nor on the pieces in which the bytes
// arrive.
#include <algorithm>

#include "providers/anthropic/stream_decoder.hpp"
#include "stream_property.hpp"

using namespace parley;
using namespace parley::fuzz;

namespace {

std::string print(std::string_view stream, std::size_t piece) {
    providers::anthropic::AnthropicStreamDecoder decoder({}, event_bytes_max);
    return print_in_pieces(stream, piece, decoder);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view stream = view_of(data, size);
    const std::size_t all = std::max<std::size_t>(1, size);
    providers::anthropic::AnthropicStreamDecoder parser({}, event_bytes_max);
    parser.parse_everything();
    const std::string slow = print_in_pieces(stream, all, parser);
    require(print(stream, all) == slow, "the fast path changes nothing");
    for (const std::size_t piece : piece_sizes) require(print(stream, piece) == slow, "the pieces change nothing");
    return 0;
}
