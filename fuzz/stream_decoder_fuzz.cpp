// Any bytes as an OpenAI stream: what the caller gets does not depend on the fast path, nor on the pieces in which the
// bytes arrive.
#include <algorithm>

#include "providers/openai/stream_decoder.hpp"
#include "stream_property.hpp"

using namespace parley;
using namespace parley::fuzz;

namespace {

using providers::openai_dialect::DecoderOptions;

std::string print(std::string_view stream, std::size_t piece, DecoderOptions::FastPath fast_path) {
    DecoderOptions options;
    options.fast_path = fast_path;
    options.event_bytes_max = event_bytes_max;
    options.facts.think_tags = catalog::ThinkTags::split;
    providers::openai_dialect::OpenAiStreamDecoder decoder(options);
    return print_in_pieces(stream, piece, decoder);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view stream = view_of(data, size);
    const std::size_t all = std::max<std::size_t>(1, size);
    const std::string slow = print(stream, all, DecoderOptions::FastPath::off);
    require(print(stream, all, DecoderOptions::FastPath::on) == slow, "the fast path changes nothing");
    for (const std::size_t piece : piece_sizes) {
        require(print(stream, piece, DecoderOptions::FastPath::on) == slow, "the pieces change nothing");
    }
    return 0;
}
