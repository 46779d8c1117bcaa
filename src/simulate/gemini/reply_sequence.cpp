#include "simulate/gemini/reply_sequence.hpp"

#include <algorithm>

#include "simulate/pace.hpp"
#include "simulate/text.hpp"

namespace parley::simulate::gemini {

ReplySequence::ReplySequence(Answer answer, CompletionIdentity identity, bool with_thoughts)
    : answer_(std::move(answer)), identity_(std::move(identity)), stage_(with_thoughts ? Stage::reasoning : Stage::content) {
    if (!with_thoughts) progress_.thought_tokens = answer_.reasoning_tokens;
}

std::optional<Chunk> ReplySequence::next() {
    switch (stage_) {
        case Stage::reasoning:
            if (offset_ < answer_.reasoning.size()) return text_chunk(Chunk::Kind::reasoning, answer_.reasoning, 0);
            enter(Stage::content);
            return next();
        case Stage::content:
            if (offset_ < answer_.content.size()) return text_chunk(Chunk::Kind::content, answer_.content, answer_.piece_bytes);
            enter(answer_.tool_calls.empty() ? Stage::finish : Stage::calls);
            return next();
        case Stage::calls: {
            enter(Stage::finish);
            const std::size_t tokens = answer_.completion_tokens - answer_.reasoning_tokens - progress_.answer_tokens;
            progress_.answer_tokens += tokens;
            return print(Chunk::Kind::tool_start, print_call_parts(answer_), tokens);
        }
        case Stage::finish:
            enter(Stage::end);
            progress_ = {answer_.reasoning_tokens, answer_.completion_tokens - answer_.reasoning_tokens};
            return print(Chunk::Kind::finish, print_text_part("", false), 0, answer_.finish_reason);
        case Stage::end: return std::nullopt;
    }
    return std::nullopt;
}

Chunk ReplySequence::text_chunk(Chunk::Kind kind, std::string_view text, std::size_t piece_bytes) {
    const std::size_t begin = offset_;
    offset_ = piece_end(text, begin, piece_bytes);
    const std::string_view piece = text.substr(begin, offset_ - begin);
    const bool is_thought = kind == Chunk::Kind::reasoning;
    // A piece rounds up to whole tokens; all together are never more than the answer has.
    const std::size_t tokens_most = is_thought ? answer_.reasoning_tokens : answer_.completion_tokens - answer_.reasoning_tokens;
    std::size_t& counted = is_thought ? progress_.thought_tokens : progress_.answer_tokens;
    counted = std::min(counted + tokens_in(piece.size()), tokens_most);
    return print(kind, print_text_part(piece, is_thought), tokens_in(piece.size()));
}

Chunk ReplySequence::print(Chunk::Kind kind, std::string_view parts, std::size_t tokens, std::string_view finish) const {
    return Chunk{.kind = kind, .json = print_reply(parts, finish, identity_, answer_, progress_), .tokens = tokens};
}

Chunk ReplySequence::error(std::string_view message) const {
    return Chunk{.kind = Chunk::Kind::finish, .json = print_status({.status = 500, .message = message})};
}

void ReplySequence::enter(Stage stage) {
    stage_ = stage;
    offset_ = 0;
}

}  // namespace parley::simulate::gemini
