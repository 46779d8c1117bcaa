// chunk_sequence.hpp: an answer as the chunks of OpenAI's streams: role, reasoning, content, tool calls, finish, usage.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "simulate/dialect.hpp"

namespace parley::simulate {

class ChunkSequence final : public ChunkSource {
  public:
    /// `include_usage`: whether the request asked for it (stream_options).
    ChunkSequence(Answer answer, CompletionIdentity identity, bool include_usage);

    std::optional<Chunk> next() override;
    /// [DONE]
    std::optional<Chunk> end() const override;
    Chunk error(std::string_view message) const override;

  private:
    enum class Stage : std::uint8_t { role, reasoning, content, tool_start, tool_arguments, finish, usage, end };

    Chunk print(Chunk::Kind kind, const std::string& delta, std::size_t tokens = 0, std::string_view finish = {}) const;
    Chunk text_chunk(Chunk::Kind kind, std::string_view field, std::string_view text, std::size_t piece_bytes);
    void enter(Stage stage);
    Stage stage_after_text() const { return answer_.tool_calls.empty() ? Stage::finish : Stage::tool_start; }

    Answer answer_;
    CompletionIdentity identity_;
    bool include_usage_;
    Stage stage_ = Stage::role;
    std::size_t offset_ = 0;      // within the text that is being sent
    std::size_t call_index_ = 0;  // within answer_.tool_calls
};

}  // namespace parley::simulate
