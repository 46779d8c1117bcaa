// Any bytes as a Gemini stream: what the caller gets does not depend on the pieces in which the bytes arrive.
#include <algorithm>
#include <string>

#include "openai/chunk_emitter.hpp"
#include "property.hpp"
#include "providers/gemini/stream_decoder.hpp"

using namespace parley;
using namespace parley::fuzz;

namespace {

constexpr std::size_t event_bytes_max = 4096;  // within the fuzzer's reach

std::string replay(std::string_view stream, std::size_t piece) {
    std::string out;
    openai::ChunkEmitter emitter(
        out, {.request_id = "0b0f3c52-6a54-4a11-9a5b-0f6f4b9f1a77", .model = "m", .created = 1, .include_usage = true});
    providers::gemini::GeminiStreamDecoder decoder({}, event_bytes_max);
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
    const std::string at_once = replay(stream, std::max<std::size_t>(1, size));
    for (const std::size_t piece : piece_sizes) require(replay(stream, piece) == at_once, "the pieces change nothing");
    return 0;
}
