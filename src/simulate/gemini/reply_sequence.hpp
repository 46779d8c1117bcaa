// reply_sequence.hpp: an answer as the events of streamGenerateContent: thoughts, text, calls, then the reason why it ended. There is
// no marker behind the last.
#pragma once

#include "simulate/dialect.hpp"
#include "simulate/gemini/reply_print.hpp"

namespace parley::simulate::gemini {

class ReplySequence final : public ChunkSource {
  public:
    ReplySequence(Answer answer, CompletionIdentity identity, bool with_thoughts);

    std::optional<Chunk> next() override;
    std::optional<Chunk> end() const override { return std::nullopt; }
    Chunk error(std::string_view message) const override;

  private:
    enum class Stage : std::uint8_t { reasoning, content, calls, finish, end };

    Chunk text_chunk(Chunk::Kind kind, std::string_view text, std::size_t piece_bytes);
    Chunk print(Chunk::Kind kind, std::string_view parts, std::size_t tokens, std::string_view finish = {}) const;
    void enter(Stage stage);

    Answer answer_;
    CompletionIdentity identity_;
    Progress progress_;
    Stage stage_;
    std::size_t offset_ = 0;  // within the text that is being sent
};

}  // namespace parley::simulate::gemini
