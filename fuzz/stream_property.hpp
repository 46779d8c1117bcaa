// stream_property.hpp: what holds of every provider's stream, whatever its bytes: the pieces in which they arrive change nothing, and
// the caller is told of an end or of an error.
#pragma once

#include <string>
#include <string_view>

#include "openai/chunk_emitter.hpp"
#include "property.hpp"
#include "providers/provider.hpp"

namespace parley::fuzz {

/// Of one event, within the fuzzer's reach.
inline constexpr std::size_t event_bytes_max = 4096;

/// What a caller gets for the stream, handed over in pieces of that size.
inline std::string print_in_pieces(std::string_view stream, std::size_t piece, providers::StreamDecoder& decoder) {
    std::string out;
    openai::ChunkEmitter emitter(out,
                                 {.request_id = "0b0f3c52-6a54-4a11-9a5b-0f6f4b9f1a77", .model = "m", .created = 1, .include_usage = true});
    for (std::size_t at = 0; at < stream.size(); at += piece) {
        const std::string received(stream.substr(at, piece));
        decoder.feed(received, emitter);
    }
    decoder.finish(emitter);
    emitter.close();
    require(emitter.failure() || emitter.finished(), "every stream ends with a finish or with an error");
    return out;
}

}  // namespace parley::fuzz
