// reply_sequence.hpp: an answer as the messages of a ConverseStream: messageStart, then block by block its deltas and its stop, then
// messageStop, and metadata with the count of tokens. Only calls have a message that opens their block.
#pragma once

#include "simulate/dialect.hpp"

namespace parley::simulate::bedrock {

class ReplySequence final : public ChunkSource {
  public:
    explicit ReplySequence(Answer answer) : answer_(std::move(answer)) {}

    std::optional<Chunk> next() override;
    /// There is no marker behind the last.
    std::optional<Chunk> end() const override { return std::nullopt; }
    Chunk error(std::string_view message) const override;
    /// In AWS's framing, not as server-sent events.
    std::string print(const Chunk& chunk, std::string_view line_end) const override;
    std::string comment(std::string_view) const override { return {}; }

  private:
    enum class Stage : std::uint8_t { start, block, signature, close, finish, usage, end };
    enum class Part : std::uint8_t { thought, text, call };

    bool find_part();
    std::string_view text_of_part() const;
    Chunk open_call();
    Chunk delta();
    Chunk print(Chunk::Kind kind, std::string_view name, std::string json, std::size_t tokens = 0) const;

    Answer answer_;
    Stage stage_ = Stage::start;
    Part part_ = Part::thought;
    std::size_t call_ = 0;    // of the answer's calls, while part_ is one
    std::size_t index_ = 0;   // of the block at hand
    std::size_t offset_ = 0;  // within its text
    bool is_open_ = false;
};

}  // namespace parley::simulate::bedrock
