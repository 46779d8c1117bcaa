// anthropic_events.hpp: an answer as the events of Anthropic's streams: message_start, then block by block its start, its deltas
// and its stop, then message_delta; message_stop is the end. A ping comes after the first block has opened.
#pragma once

#include <optional>
#include <string>

#include "simulate/dialect.hpp"

namespace parley::simulate {

class AnthropicEvents final : public ChunkSource {
  public:
    AnthropicEvents(Answer answer, CompletionIdentity identity);

    std::optional<Chunk> next() override;
    /// message_stop
    std::optional<Chunk> end() const override;
    Chunk error(std::string_view message) const override;

  private:
    enum class Stage : std::uint8_t { start, open, ping, deltas, signature, close, finish, end };
    enum class Block : std::uint8_t { thinking, text, call };
    struct Part {
        Block kind;
        std::size_t call = 0;  // of the answer's tool calls
    };

    std::optional<Part> part() const;
    std::string_view text_of(const Part& part) const;
    Chunk print(Chunk::Kind kind, std::string_view name, const std::string& members, std::size_t tokens = 0) const;
    Chunk open(const Part& part);
    Chunk delta(const Part& part);

    Answer answer_;
    CompletionIdentity identity_;
    Stage stage_ = Stage::start;
    std::size_t index_ = 0;   // of the block at hand
    std::size_t offset_ = 0;  // within its text
    bool pinged_ = false;
};

}  // namespace parley::simulate
