// openai_replay.hpp: a stream fed to the decoder in pieces, and what the emitter made of it.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "openai/chunk_emitter.hpp"
#include "providers/openai/stream_decoder.hpp"

namespace parley::tests {

inline const openai::StreamFacts replay_facts{
    .request_id = "0b0f3c52-6a54-4a11-9a5b-0f6f4b9f1a77", .model = "house-model", .created = 1790000000, .include_usage = true};

/// Ends a stream as its owner would: the body is over, the answer is closed.
inline std::string close(providers::StreamDecoder& decoder, openai::ChunkEmitter& emitter, const std::string& out) {
    decoder.finish(emitter);
    emitter.close();
    return out;
}

/// A copy of a decoder that has read nothing yet, and parses every chunk.
inline std::unique_ptr<providers::StreamDecoder> without_fast_path(const providers::StreamDecoder& decoder) {
    std::unique_ptr<providers::StreamDecoder> copy = decoder.clone();
    dynamic_cast<providers::openai_dialect::OpenAiStreamDecoder&>(*copy).parse_everything();
    return copy;
}

/// Feeds `stream` to a copy of the decoder, cut before each of the offsets, which are in order.
inline std::string replay(std::string_view stream, const std::vector<std::size_t>& cuts, const providers::StreamDecoder& fresh,
                          const openai::StreamFacts& facts = replay_facts) {
    std::string out;
    openai::ChunkEmitter emitter(out, facts);
    const std::unique_ptr<providers::StreamDecoder> decoder = fresh.clone();
    std::size_t fed = 0;
    for (const std::size_t cut : cuts) {
        // A copy of its own for each piece: reading past its end is then a fault that the sanitizer sees.
        const std::string piece(stream.substr(fed, cut - fed));
        decoder->feed(piece, emitter);
        fed = cut;
    }
    const std::string rest(stream.substr(fed));
    decoder->feed(rest, emitter);
    return close(*decoder, emitter, out);
}

}  // namespace parley::tests
