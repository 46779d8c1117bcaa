// Any bytes as an OpenAI stream: what the caller gets does not depend on the fast path, nor on the pieces in which the
// bytes arrive.
#include <algorithm>
#include <string>

#include "openai/chunk_emitter.hpp"
#include "property.hpp"
#include "providers/openai/stream_decoder.hpp"

using namespace parley;
using namespace parley::fuzz;

namespace {

using providers::openai_dialect::DecoderOptions;

std::string replay(std::string_view stream, std::size_t piece, DecoderOptions::FastPath fast_path) {
    DecoderOptions options;
    options.fast_path = fast_path;
    options.event_bytes_max = 4096;  // within the fuzzer's reach
    options.facts.think_tags = catalog::ThinkTags::split;
    std::string out;
    openai::ChunkEmitter emitter(
        out, {.request_id = "0b0f3c52-6a54-4a11-9a5b-0f6f4b9f1a77", .model = "m", .created = 1, .include_usage = true});
    providers::openai_dialect::OpenAiStreamDecoder decoder(options);
    for (std::size_t at = 0; at < stream.size(); at += piece) {
        const std::string received(stream.substr(at, piece));
        decoder.feed(received, emitter);
    }
    decoder.finish(emitter);
    emitter.close();
    require(emitter.failure() || emitter.finished(), "every stream ends with a finish or with an error");
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view stream = view_of(data, size);
    const std::size_t all = std::max<std::size_t>(1, size);
    const std::string slow = replay(stream, all, DecoderOptions::FastPath::off);
    require(replay(stream, all, DecoderOptions::FastPath::on) == slow, "the fast path changes nothing");
    for (const std::size_t piece : piece_sizes) {
        require(replay(stream, piece, DecoderOptions::FastPath::on) == slow, "the pieces change nothing");
    }
    return 0;
}
