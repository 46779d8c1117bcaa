#include "providers/anthropic/answer_reader.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "json/write.hpp"
#include "openai/compact.hpp"
#include "openai/finish_reason.hpp"
#include "providers/anthropic/failures.hpp"
#include "providers/claude/settings.hpp"
#include "providers/safe_message.hpp"
#include "providers/stream_faults.hpp"

namespace parley::providers::anthropic {
namespace {

std::string_view string_in(json::Value value) { return value.is(json::Kind::string) ? value.escaped() : std::string_view(); }

/// A delta of text: its type, and the member that holds it.
struct TextForm {
    std::string_view type;
    std::string_view member;
    TextPlace::Kind kind;
};
constexpr std::array text_forms = {
    TextForm{"text_delta", "text", TextPlace::Kind::text},
    TextForm{"input_json_delta", "partial_json", TextPlace::Kind::json},
    TextForm{"thinking_delta", "thinking", TextPlace::Kind::thinking},
};

}  // namespace

std::optional<TextDelta> read_text_delta(json::Value event) {
    if (!event.find("type").equals("content_block_delta")) return std::nullopt;
    const json::Value delta = event.find("delta");
    const json::Value type = delta.find("type");
    for (const TextForm& form : text_forms) {
        if (!type.equals(form.type)) continue;
        const json::Value text = delta.find(form.member);
        if (!text.is(json::Kind::string)) return std::nullopt;
        return TextDelta{{event.find("index").integer().value_or(0), form.kind}, text};
    }
    return std::nullopt;
}

void AnswerReader::read_event(json::Value event, openai::EventSink& sink) {
    if (state_ != State::reading) return;
    const json::Value type = event.find("type");
    if (!type.is(json::Kind::string)) return fail(malformed_answer(), sink);
    if (type.equals("error")) return fail(classify_event(event), sink);
    if (type.equals("message_start")) return start(event.find("message"), sink);
    if (type.equals("message_stop")) return finish(sink);
    if (type.equals("message_delta")) {
        read_usage(event.find("usage"), sink);
        return note_stop(event.find("delta"), sink);
    }
    const std::int64_t index = event.find("index").integer().value_or(0);
    if (type.equals("content_block_start")) return open(event.find("content_block"), index, sink);
    Block* const block = find(index);
    if (!block) return;
    if (type.equals("content_block_delta")) add_signature(*block, event.find("delta"));
    if (type.equals("content_block_stop")) {
        block->end(thoughts_, sink);
        open_.erase(open_.begin() + (block - open_.data()));
    }
}

void AnswerReader::read_message(json::Value message, openai::EventSink& sink) {
    start(message, sink);
    if (state_ != State::reading) return;
    note_stop(message, sink);
    finish(sink);
}

/// A message's blocks are empty when a stream begins, and all there when it is whole.
void AnswerReader::start(json::Value message, openai::EventSink& sink) {
    if (!message.is(json::Kind::object)) return fail(malformed_answer(), sink);
    const std::string_view id = string_in(message.find("id"));
    if (started_) return id == id_ ? void() : fail(malformed_answer(), sink);  // a second answer in the place of the first
    started_ = true;
    id_ = id;
    sink.start(id);
    std::int64_t index = -1;  // never met in a stream, which numbers from 0
    for (const json::Value block : message.find("content").elements()) {
        open(block, index, sink);
        if (state_ != State::reading) return;
        open_.back().end(thoughts_, sink);
        open_.pop_back();
        --index;
    }
    read_usage(message.find("usage"), sink);
}

void AnswerReader::read_usage(json::Value usage, openai::EventSink& sink) {
    if (!usage.is(json::Kind::object)) return;
    counts_.read(usage);
    if (const auto counted = counts_.usage()) sink.usage(*counted);
}

AnswerReader::Block* AnswerReader::find(std::int64_t index) {
    const auto found = std::find_if(open_.begin(), open_.end(), [index](const Block& block) { return block.index == index; });
    return found == open_.end() ? nullptr : &*found;
}

void AnswerReader::open(json::Value content, std::int64_t index, openai::EventSink& sink) {
    if (!started_ || find(index) || open_.size() == open_blocks_max) return fail(malformed_answer(), sink);
    Block& block = open_.emplace_back();
    block.index = index;
    const json::Value type = content.find("type");
    if (type.equals("text")) {
        block.kind = Block::Kind::text;
        block.say(string_in(content.find("text")), sink);
    } else if (type.equals("tool_use")) {
        open_call(block, content, sink);
    } else if (type.equals("thinking")) {
        block.kind = Block::Kind::thinking;
        block.signature = string_in(content.find("signature"));
        block.say(string_in(content.find("thinking")), sink);
    } else if (type.equals("redacted_thinking")) {  // comes whole, and is nothing to read
        thoughts_.add_redacted(string_in(content.find("data")));
    }
}

void AnswerReader::open_call(Block& block, json::Value content, openai::EventSink& sink) {
    const std::string_view id = string_in(content.find("id"));
    const std::string_view name = string_in(content.find("name"));
    if (id.empty() || name.empty()) return fail(malformed_answer(), sink);
    const json::Value input = content.find("input");
    if (input.size() > 0) openai::append_compact(block.input, input.raw());
    block.kind = name == claude::form_tool ? Block::Kind::form : Block::Kind::call;
    if (block.kind == Block::Kind::form) return;
    block.call = calls_++;
    thoughts_.say_new(sink);  // before the call, for whoever hides the state in the call's id
    sink.tool_start(block.call, id, name);
}

void AnswerReader::add_text(const TextPlace& place, std::string_view escaped, openai::EventSink& sink) {
    Block* const block = state_ == State::reading ? find(place.block) : nullptr;
    if (!block) return;
    const bool takes_text = place.kind == TextPlace::Kind::text && block->kind == Block::Kind::text;
    const bool takes_json = place.kind == TextPlace::Kind::json && block->takes_json();
    const bool takes_thought = place.kind == TextPlace::Kind::thinking && block->kind == Block::Kind::thinking;
    if (takes_text || takes_json || takes_thought) block->say(escaped, sink);
}

void AnswerReader::add_signature(Block& block, json::Value delta) {
    if (block.kind != Block::Kind::thinking || !delta.find("type").equals("signature_delta")) return;
    block.signature = string_in(delta.find("signature"));  // a later one replaces it
}

/// The reason stands in a stream's message_delta and in a whole message alike.
void AnswerReader::note_stop(json::Value holder, openai::EventSink& sink) {
    const std::string_view reason = string_in(holder.find("stop_reason"));
    if (reason.empty()) return;
    stop_reason_ = reason.size() <= stop_reason_bytes_max ? reason : std::string_view();
    const std::string_view why = string_in(holder.find("stop_details").find("explanation"));
    if (reason == "refusal" && !why.empty()) sink.text(why, openai::TextChannel::refusal, {});
}

void AnswerReader::finish(openai::EventSink& sink) {
    if (!started_) return fail(malformed_answer(), sink);
    for (Block& block : std::exchange(open_, {})) block.end(thoughts_, sink);
    thoughts_.say_new(sink);
    state_ = State::finished;
    const bool called = calls_ > 0;
    const openai::FinishReason said = openai::read_finish_reason(stop_reason_);
    sink.finish(openai::settle_finish_reason(said, called, openai::StopWithCalls::means_tool_calls), stop_reason_);
}

void AnswerReader::fail(const Error& error, openai::EventSink& sink) {
    if (failed()) return;
    state_ = State::failed;
    sink.error(error);
}

void AnswerReader::fail(UpstreamFailure failure, openai::EventSink& sink) {
    hide_secret(failure.message, credential_);
    fail(to_error(failure), sink);
}

}  // namespace parley::providers::anthropic
