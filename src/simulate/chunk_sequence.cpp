#include "simulate/chunk_sequence.hpp"

#include "simulate/pace.hpp"
#include "simulate/text.hpp"

namespace parley::simulate {

namespace {

constexpr std::size_t argument_fragment_bytes = 12;  // small enough that most calls come in several

}  // namespace

ChunkSequence::ChunkSequence(Answer answer, CompletionIdentity identity, bool include_usage)
    : answer_(std::move(answer)), identity_(std::move(identity)), include_usage_(include_usage) {}

std::optional<Chunk> ChunkSequence::next() {
    using Kind = Chunk::Kind;
    switch (stage_) {
        case Stage::role: enter(Stage::reasoning); return print(Kind::role, print_role_delta(!answer_.tool_calls.empty()));
        case Stage::reasoning:
            if (offset_ < answer_.reasoning.size()) {
                return text_chunk(Kind::reasoning, "reasoning_content", answer_.reasoning, 0);
            }
            enter(Stage::content);
            return next();
        case Stage::content:
            if (offset_ < answer_.content.size()) {
                return text_chunk(Kind::content, "content", answer_.content, answer_.piece_bytes);
            }
            enter(stage_after_text());
            return next();
        case Stage::tool_start:
            enter(Stage::tool_arguments);
            return print(Kind::tool_start,
                         print_tool_start_delta(call_index_, answer_.tool_calls[call_index_], answer_.signed_calls && call_index_ == 0));
        case Stage::tool_arguments: {
            const std::string_view arguments = answer_.tool_calls[call_index_].arguments;
            const std::size_t begin = offset_;
            offset_ = piece_end(arguments, begin, argument_fragment_bytes);
            const std::string_view fragment = arguments.substr(begin, offset_ - begin);
            Chunk chunk = print(Kind::tool_arguments, print_tool_arguments_delta(call_index_, fragment), tokens_in(fragment.size()));
            if (offset_ == arguments.size()) {
                ++call_index_;
                enter(call_index_ < answer_.tool_calls.size() ? Stage::tool_start : Stage::finish);
            }
            return chunk;
        }
        case Stage::finish: enter(include_usage_ ? Stage::usage : Stage::end); return print(Kind::finish, "{}", 0, answer_.finish_reason);
        case Stage::usage: enter(Stage::end); return Chunk{.kind = Kind::usage, .json = print_usage_chunk(identity_, answer_)};
        case Stage::end: return std::nullopt;
    }
    return std::nullopt;
}

Chunk ChunkSequence::print(Chunk::Kind kind, const std::string& delta, std::size_t tokens, std::string_view finish) const {
    return Chunk{.kind = kind, .json = print_chunk(identity_, delta, finish, include_usage_), .tokens = tokens};
}

Chunk ChunkSequence::text_chunk(Chunk::Kind kind, std::string_view field, std::string_view text, std::size_t piece_bytes) {
    const std::size_t begin = offset_;
    offset_ = piece_end(text, begin, piece_bytes);
    const std::string_view piece = text.substr(begin, offset_ - begin);
    return print(kind, print_text_delta(field, piece), tokens_in(piece.size()));
}

std::optional<Chunk> ChunkSequence::end() const { return Chunk{.kind = Chunk::Kind::frame, .json = "[DONE]"}; }

Chunk ChunkSequence::error(std::string_view message) const {
    const UsualError& usual = usual_error(500);
    return Chunk{.kind = Chunk::Kind::frame, .json = print_error(message.empty() ? usual.message : message, usual.type, "server_error")};
}

void ChunkSequence::enter(Stage stage) {
    stage_ = stage;
    offset_ = 0;
}

}  // namespace parley::simulate
