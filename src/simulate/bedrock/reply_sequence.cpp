#include "simulate/bedrock/reply_sequence.hpp"

#include "json/write.hpp"
#include "simulate/anthropic_rules.hpp"
#include "simulate/bedrock/frames.hpp"
#include "simulate/bedrock/reply_print.hpp"
#include "simulate/pace.hpp"
#include "simulate/text.hpp"

namespace parley::simulate::bedrock {
namespace {

constexpr std::size_t argument_fragment_bytes = 12;  // small enough that most calls come in several

std::string quoted(std::string_view text) {
    std::string json;
    json::append_string(json, text);
    return json;
}

std::string of_block(std::size_t index, const std::string& members = {}) {
    return "{\"contentBlockIndex\":" + std::to_string(index) + members + "}";
}

}  // namespace

/// Thoughts, text, calls: the blocks that there are, in this order. False behind the last.
bool ReplySequence::find_part() {
    if (part_ == Part::thought && answer_.reasoning.empty()) part_ = Part::text;
    if (part_ == Part::text && answer_.content.empty()) part_ = Part::call;
    return part_ != Part::call || call_ < answer_.tool_calls.size();
}

std::string_view ReplySequence::text_of_part() const {
    switch (part_) {
        case Part::thought: return answer_.reasoning;
        case Part::text: return answer_.content;
        case Part::call: return answer_.tool_calls[call_].arguments;
    }
    return {};
}

std::optional<Chunk> ReplySequence::next() {
    switch (stage_) {
        case Stage::start:
            stage_ = find_part() ? Stage::block : Stage::finish;
            return print(Chunk::Kind::role, "messageStart", R"({"role":"assistant"})");
        case Stage::block: return part_ == Part::call && !is_open_ ? open_call() : delta();
        case Stage::signature:
            stage_ = Stage::close;
            return print(
                Chunk::Kind::frame, "contentBlockDelta",
                of_block(index_, R"(,"delta":{"reasoningContent":{"signature":)" + quoted(sign_thought(answer_.reasoning)) + "}}"));
        case Stage::close: {
            Chunk closed = print(Chunk::Kind::frame, "contentBlockStop", of_block(index_++));
            offset_ = 0;
            is_open_ = false;
            if (part_ == Part::call) {
                ++call_;
            } else {
                part_ = part_ == Part::thought ? Part::text : Part::call;
            }
            stage_ = find_part() ? Stage::block : Stage::finish;
            return closed;
        }
        case Stage::finish:
            stage_ = Stage::usage;
            return print(Chunk::Kind::finish, "messageStop", "{\"stopReason\":" + quoted(stop_reason(answer_.finish_reason)) + "}");
        case Stage::usage:
            stage_ = Stage::end;
            return print(Chunk::Kind::usage, "metadata", "{\"usage\":" + print_usage(answer_) + R"(,"metrics":{"latencyMs":1}})");
        case Stage::end: return std::nullopt;
    }
    return std::nullopt;
}

Chunk ReplySequence::open_call() {
    is_open_ = true;
    const ToolCall& call = answer_.tool_calls[call_];
    if (call.arguments == "{}") stage_ = Stage::close;  // the real API says nothing of arguments that there are none of
    return print(Chunk::Kind::tool_start, "contentBlockStart",
                 of_block(index_, R"(,"start":{"toolUse":{"toolUseId":)" + quoted(call.id) + ",\"name\":" + quoted(call.name) + "}}"));
}

Chunk ReplySequence::delta() {
    const std::string_view text = text_of_part();
    const std::size_t begin = offset_;
    const std::size_t piece_bytes = part_ == Part::call ? argument_fragment_bytes : part_ == Part::text ? answer_.piece_bytes : 0;
    offset_ = piece_end(text, begin, piece_bytes);
    const std::string_view piece = text.substr(begin, offset_ - begin);
    if (offset_ == text.size()) stage_ = part_ == Part::thought ? Stage::signature : Stage::close;
    static constexpr std::string_view around[][2] = {
        {R"(,"delta":{"reasoningContent":{"text":)", "}}"}, {R"(,"delta":{"text":)", "}"}, {R"(,"delta":{"toolUse":{"input":)", "}}"}};
    static constexpr Chunk::Kind kinds[] = {Chunk::Kind::reasoning, Chunk::Kind::content, Chunk::Kind::tool_arguments};
    const auto& [before, behind] = around[static_cast<std::size_t>(part_)];
    return print(kinds[static_cast<std::size_t>(part_)], "contentBlockDelta",
                 of_block(index_, std::string(before) + quoted(piece) + std::string(behind)), tokens_in(piece.size()));
}

Chunk ReplySequence::print(Chunk::Kind kind, std::string_view name, std::string json, std::size_t tokens) const {
    return Chunk{.kind = kind, .json = std::move(json), .tokens = tokens, .name = std::string(name)};
}

Chunk ReplySequence::error(std::string_view message) const {
    return Chunk{
        .kind = Chunk::Kind::exception, .json = print_error({.status = 500, .message = message}), .name = "internalServerException"};
}

std::string ReplySequence::print(const Chunk& chunk, std::string_view) const {
    return chunk.kind == Chunk::Kind::exception ? print_exception(chunk.name, chunk.json) : print_event(chunk.name, chunk.json);
}

}  // namespace parley::simulate::bedrock
