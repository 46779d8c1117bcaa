#include "simulate/anthropic_events.hpp"

#include "json/write.hpp"
#include "simulate/anthropic_print.hpp"
#include "simulate/anthropic_rules.hpp"
#include "simulate/pace.hpp"
#include "simulate/text.hpp"

namespace parley::simulate {
namespace {

constexpr std::size_t argument_fragment_bytes = 12;  // small enough that most calls come in several

std::string quoted(std::string_view text) {
    std::string json;
    json::append_string(json, text);
    return json;
}

std::string block_index(std::size_t index) { return "\"index\":" + std::to_string(index); }

}  // namespace

AnthropicEvents::AnthropicEvents(Answer answer, CompletionIdentity identity) : answer_(std::move(answer)), identity_(std::move(identity)) {}

/// Thoughts, text, calls: the blocks that there are, in this order.
std::optional<AnthropicEvents::Part> AnthropicEvents::part() const {
    std::size_t left = index_;
    for (const Block kind : {Block::thinking, Block::text}) {
        if ((kind == Block::thinking ? answer_.reasoning : answer_.content).empty()) continue;
        if (left-- == 0) return Part{kind};
    }
    if (left < answer_.tool_calls.size()) return Part{Block::call, left};
    return std::nullopt;
}

std::string_view AnthropicEvents::text_of(const Part& part) const {
    switch (part.kind) {
        case Block::thinking: return answer_.reasoning;
        case Block::text: return answer_.content;
        case Block::call: return answer_.tool_calls[part.call].arguments;
    }
    return {};
}

std::optional<Chunk> AnthropicEvents::next() {
    using Kind = Chunk::Kind;
    const std::optional<Part> at = part();
    switch (stage_) {
        case Stage::start:
            stage_ = at ? Stage::open : Stage::finish;
            return print(Kind::role, "message_start", "\"message\":" + print_anthropic_opening(answer_, identity_));
        case Stage::open: stage_ = pinged_ ? Stage::deltas : Stage::ping; return open(*at);
        case Stage::ping:
            pinged_ = true;
            stage_ = Stage::deltas;
            return print(Kind::frame, "ping", "");
        case Stage::deltas: return delta(*at);
        case Stage::signature: {
            stage_ = Stage::close;
            const std::string signature = quoted(sign_thought(answer_.reasoning));
            return print(Kind::frame, "content_block_delta",
                         block_index(index_) + R"(,"delta":{"type":"signature_delta","signature":)" + signature + "}");
        }
        case Stage::close: {
            Chunk closed = print(Kind::frame, "content_block_stop", block_index(index_));
            ++index_;
            stage_ = part() ? Stage::open : Stage::finish;
            return closed;
        }
        case Stage::finish:
            stage_ = Stage::end;
            return print(Kind::finish, "message_delta",
                         R"("delta":{"stop_reason":)" + quoted(anthropic_stop_reason(answer_.finish_reason)) +
                             R"(,"stop_sequence":null},"usage":)" + print_anthropic_usage(answer_));
        case Stage::end: return std::nullopt;
    }
    return std::nullopt;
}

Chunk AnthropicEvents::open(const Part& part) {
    offset_ = 0;
    std::string block = R"({"type":"text","text":""})";
    if (part.kind == Block::thinking) block = R"({"type":"thinking","thinking":"","signature":""})";
    if (part.kind == Block::call) {
        const ToolCall& call = answer_.tool_calls[part.call];
        block = R"({"type":"tool_use","id":)" + quoted(call.id) + R"(,"name":)" + quoted(call.name) + R"(,"input":{}})";
    }
    const auto kind = part.kind == Block::call ? Chunk::Kind::tool_start : Chunk::Kind::frame;
    return print(kind, "content_block_start", block_index(index_) + ",\"content_block\":" + block);
}

/// A call without arguments has one delta of nothing, as the real API sends it.
Chunk AnthropicEvents::delta(const Part& part) {
    const bool is_call = part.kind == Block::call;
    const std::string_view text = text_of(part);
    const std::size_t begin = offset_;
    const std::size_t piece_bytes = is_call ? argument_fragment_bytes : part.kind == Block::text ? answer_.piece_bytes : 0;
    offset_ = text == "{}" ? text.size() : piece_end(text, begin, piece_bytes);
    const std::string_view piece = text == "{}" ? std::string_view() : text.substr(begin, offset_ - begin);
    if (offset_ == text.size()) stage_ = part.kind == Block::thinking ? Stage::signature : Stage::close;
    static constexpr std::string_view names[][2] = {
        {"thinking_delta", "thinking"}, {"text_delta", "text"}, {"input_json_delta", "partial_json"}};
    static constexpr Chunk::Kind kinds[] = {Chunk::Kind::reasoning, Chunk::Kind::content, Chunk::Kind::tool_arguments};
    const auto& [type, member] = names[static_cast<std::size_t>(part.kind)];
    return print(
        kinds[static_cast<std::size_t>(part.kind)], "content_block_delta",
        block_index(index_) + R"(,"delta":{"type":")" + std::string(type) + "\",\"" + std::string(member) + "\":" + quoted(piece) + "}",
        tokens_in(piece.size()));
}

Chunk AnthropicEvents::print(Chunk::Kind kind, std::string_view name, const std::string& members, std::size_t tokens) const {
    std::string json = "{\"type\":\"" + std::string(name) + '"' + (members.empty() ? "" : ",") + members + "}";
    return Chunk{.kind = kind, .json = std::move(json), .tokens = tokens, .name = std::string(name)};
}

std::optional<Chunk> AnthropicEvents::end() const { return print(Chunk::Kind::frame, "message_stop", ""); }

Chunk AnthropicEvents::error(std::string_view message) const {
    return Chunk{.kind = Chunk::Kind::frame, .json = print_anthropic_error({.status = 500, .message = message}), .name = "error"};
}

}  // namespace parley::simulate
