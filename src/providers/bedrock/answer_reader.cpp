#include "providers/bedrock/answer_reader.hpp"

#include <algorithm>
#include <utility>

#include "json/write.hpp"
#include "openai/compact.hpp"
#include "openai/finish_reason.hpp"
#include "providers/bedrock/token_counts.hpp"
#include "providers/claude/settings.hpp"
#include "providers/safe_message.hpp"
#include "providers/stream_faults.hpp"

namespace parley::providers::bedrock {
namespace {

std::string_view string_in(json::Value value) { return value.is(json::Kind::string) ? value.escaped() : std::string_view(); }

/// The model wrote something that is no call, or no answer at all.
bool is_failure(std::string_view stop_reason) { return stop_reason.starts_with("malformed_"); }

openai::FinishReason read_reason(std::string_view stop_reason) {
    const bool is_filtered = stop_reason == "guardrail_intervened" || stop_reason == "content_filtered";
    return is_filtered ? openai::FinishReason::content_filter : openai::read_finish_reason(stop_reason);
}

}  // namespace

void AnswerReader::read_event(std::string_view name, json::Value event, openai::EventSink& sink) {
    if (state_ == State::failed || state_ == State::finished) return;
    if (!event.is(json::Kind::object)) return fail(malformed_answer(), sink);
    if (name == "messageStart") return start(sink);
    if (name == "metadata") {
        count(event.find("usage"), sink);
        return state_ == State::stopped ? finish(sink) : void();
    }
    if (state_ == State::stopped) return;
    if (name == "messageStop") return stop(event.find("stopReason"), sink);
    const std::int64_t index = event.find("contentBlockIndex").integer().value_or(0);
    if (name == "contentBlockStop") return close(index, sink);
    if (name == "contentBlockStart" && event.find("start").find("toolUse")) {
        if (Block* const block = at(index, sink)) open_call(*block, event.find("start").find("toolUse"), sink);
    }
    if (name == "contentBlockDelta") {
        if (Block* const block = at(index, sink)) add(*block, event.find("delta"), sink);
    }
}

void AnswerReader::read_answer(json::Value answer, openai::EventSink& sink) {
    start(sink);
    std::int64_t index = 0;
    for (const json::Value content : answer.find("output").find("message").find("content").elements()) {
        add_whole(content, index, sink);
        if (state_ != State::reading) return;
        close(index++, sink);
    }
    count(answer.find("usage"), sink);
    counted_ = true;
    stop(answer.find("stopReason"), sink);
}

void AnswerReader::end(openai::EventSink& sink) {
    if (state_ == State::stopped) finish(sink);
}

/// The id of an answer stands in no body; the attempt reads it from the head.
void AnswerReader::start(openai::EventSink& sink) {
    if (std::exchange(started_, true)) return;
    sink.start("");
}

/// The block of that number, new where nothing was said of it yet. Null after a failure.
AnswerReader::Block* AnswerReader::at(std::int64_t index, openai::EventSink& sink) {
    start(sink);
    const auto found = std::find_if(open_.begin(), open_.end(), [index](const Block& block) { return block.index == index; });
    if (found != open_.end()) return &*found;
    if (open_.size() == open_blocks_max) {
        fail(malformed_answer(), sink);
        return nullptr;
    }
    Block& block = open_.emplace_back();
    block.index = index;
    return &block;
}

void AnswerReader::open_call(Block& block, json::Value call, openai::EventSink& sink) {
    const std::string_view id = string_in(call.find("toolUseId"));
    const std::string_view name = string_in(call.find("name"));
    if (block.kind != Block::Kind::other || id.empty() || name.empty()) return fail(malformed_answer(), sink);
    block.kind = name == claude::form_tool ? Block::Kind::form : Block::Kind::call;
    if (block.kind == Block::Kind::form) return;
    block.call = calls_++;
    thoughts_.say_new(sink);  // before the call, for whoever hides the state in the call's id
    sink.tool_start(block.call, id, name);
}

/// A text is opened by its first piece, and so is a thought.
void AnswerReader::add(Block& block, json::Value delta, openai::EventSink& sink) {
    const bool is_new = block.kind == Block::Kind::other;
    if (const json::Value text = delta.find("text"); text && (is_new || block.kind == Block::Kind::text)) {
        block.kind = Block::Kind::text;
        return block.say(string_in(text), sink);
    }
    if (const json::Value thought = delta.find("reasoningContent"); thought && (is_new || block.kind == Block::Kind::thinking)) {
        block.kind = Block::Kind::thinking;
        return add_thought(block, thought, sink);
    }
    if (block.takes_json()) return block.say(string_in(delta.find("toolUse").find("input")), sink);
    if (is_new && delta.find("toolUse")) return fail(malformed_answer(), sink);  // of a call that nobody has named
}

void AnswerReader::add_thought(Block& block, json::Value thought, openai::EventSink& sink) {
    block.say(string_in(thought.find("text")), sink);
    if (const std::string_view signature = string_in(thought.find("signature")); !signature.empty()) block.signature = signature;
    if (const std::string_view data = string_in(thought.find("redactedContent")); !data.empty()) thoughts_.add_redacted(data);
}

void AnswerReader::add_whole(json::Value content, std::int64_t index, openai::EventSink& sink) {
    Block* const block = at(index, sink);
    if (!block) return;
    if (const json::Value call = content.find("toolUse")) {
        open_call(*block, call, sink);
        if (failed() || call.find("input").size() == 0) return;
        std::string input, escaped;
        openai::append_compact(input, call.find("input").raw());
        json::append_escaped(escaped, input);
        return block->say(escaped, sink);
    }
    if (const json::Value thought = content.find("reasoningContent")) {
        block->kind = Block::Kind::thinking;
        const json::Value readable = thought.find("reasoningText");
        return add_thought(*block, readable ? readable : thought, sink);
    }
    add(*block, content, sink);
    for (const json::Value part : content.find("citationsContent").find("content").elements()) add(*block, part, sink);
}

void AnswerReader::close(std::int64_t index, openai::EventSink& sink) {
    const auto found = std::find_if(open_.begin(), open_.end(), [index](const Block& block) { return block.index == index; });
    if (found == open_.end()) return;
    found->end(thoughts_, sink);
    open_.erase(found);
}

/// The count of tokens follows; an answer that has it already is over.
void AnswerReader::stop(json::Value reason, openai::EventSink& sink) {
    start(sink);
    const std::string_view said = string_in(reason);
    if (is_failure(said)) {
        UpstreamFailure failure = malformed_answer();
        failure.message = "the model's answer is broken: " + std::string(said.substr(0, stop_reason_bytes_max));
        return fail(std::move(failure), sink);
    }
    stop_reason_ = said.size() <= stop_reason_bytes_max ? said : std::string_view();
    state_ = State::stopped;
    if (counted_) finish(sink);
}

void AnswerReader::count(json::Value usage, openai::EventSink& sink) {
    const std::optional<openai::Usage> counted = read_usage(usage);
    if (!counted) return;
    counted_ = true;
    sink.usage(*counted);
}

void AnswerReader::finish(openai::EventSink& sink) {
    for (Block& block : std::exchange(open_, {})) block.end(thoughts_, sink);
    thoughts_.say_new(sink);
    state_ = State::finished;
    sink.finish(openai::settle_finish_reason(read_reason(stop_reason_), calls_ > 0, openai::StopWithCalls::means_tool_calls), stop_reason_);
}

void AnswerReader::fail(const Error& error, openai::EventSink& sink) {
    if (failed()) return;
    state_ = State::failed;
    sink.error(error);
}

void AnswerReader::fail(UpstreamFailure failure, openai::EventSink& sink) {
    for (const std::string& secret : *secrets_) hide_secret(failure.message, secret);
    fail(to_error(failure), sink);
}

}  // namespace parley::providers::bedrock
