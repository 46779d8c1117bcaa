// chunk_source.hpp: an answer as the chunks of a stream, one at a time, in the words of one API. Chunks are printed when they are
// asked for, so that a thousand long streams need no memory for what is to come.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace parley::simulate {

struct Chunk {
    enum class Kind : std::uint8_t { role, reasoning, content, tool_start, tool_arguments, finish, usage };
    Kind kind;
    std::string json;
    std::size_t tokens = 0;  // that this chunk brings; 0 for role, tool_start, finish and usage
};

class ChunkSource {
  public:
    virtual ~ChunkSource() = default;
    /// The next chunk; nullopt after the last.
    virtual std::optional<Chunk> next() = 0;
    /// The data of an event that says in their place that the answer has failed. `message` may be empty: the usual words.
    virtual std::string failure(std::string_view message) const = 0;
    /// The data of the event behind the last chunk; empty where the API has none.
    virtual std::string_view end_marker() const = 0;
};

}  // namespace parley::simulate
