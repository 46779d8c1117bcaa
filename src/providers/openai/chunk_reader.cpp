#include "providers/openai/chunk_reader.hpp"

#include <algorithm>

#include "openai/message_text.hpp"
#include "openai/usage.hpp"
#include "providers/fingerprint.hpp"
#include "providers/openai/failures.hpp"
#include "providers/safe_message.hpp"
#include "providers/stream_faults.hpp"

namespace parley::providers::openai_dialect {
namespace {

std::string_view string_in(json::Value value) { return value.is(json::Kind::string) ? value.escaped() : std::string_view(); }

/// The one choice that we asked for. Hosts that number it at all give it 0.
json::Value first_choice(json::Value choices) {
    for (const json::Value choice : choices.elements()) {
        if (choice.find("index").integer().value_or(0) == 0) return choice;
    }
    return {};
}

/// Usage stands at the top, within Groq's own object, or (older Moonshot) within the choice.
json::Value find_usage(json::Value root) {
    for (const json::Value usage : {root.find("usage"), root.find("x_groq").find("usage")}) {
        if (usage.is(json::Kind::object)) return usage;
    }
    return first_choice(root.find("choices")).find("usage");
}

Error malformed_tool_call() {
    Error error = to_error(malformed_answer());
    error.problems = {"the provider sent a tool call without a name"};
    error.code = "upstream_malformed_tool_call";
    return error;
}

}  // namespace

void ChunkReader::read(json::Value root, openai::EventSink& sink) {
    if (failed()) return;
    if (has_error(root)) return fail(classify_in_stream(root), sink);
    if (!root.is(json::Kind::object)) return fail(malformed_answer(), sink);
    const json::Value choices = root.find("choices");
    if (!choices.is_missing() && !choices.is(json::Kind::array)) return fail(malformed_answer(), sink);

    if (state_ == State::reading) {
        start(root, sink);
        if (const json::Value choice = first_choice(choices)) {
            read_choice(choice, sink);
        } else if (finish_ && find_usage(root)) {
            say_finish(sink);  // the host has come to its closing account
        }
    }
    if (!failed()) read_usage(find_usage(root), sink);
}

/// Azure's first chunk has an empty id; the real one follows.
void ChunkReader::start(json::Value root, openai::EventSink& sink) {
    const std::string_view id = string_in(root.find("id"));
    if (started_ || (id.empty() && root.find("choices").size() == 0)) return;
    started_ = true;
    answer_seed_ = fingerprint(id);
    sink.start(id);
}

void ChunkReader::read_usage(json::Value found, openai::EventSink& sink) {
    if (found.is_missing()) return;
    std::optional<openai::Usage> usage = openai::read_usage(found);
    if (!usage) return;
    if (usage->cached_tokens == 0) usage->cached_tokens = std::min(cached_tokens_, usage->prompt_tokens);
    sink.usage(*usage);
}

void ChunkReader::read_choice(json::Value choice, openai::EventSink& sink) {
    if (!choice.is(json::Kind::object)) return fail(malformed_answer(), sink);
    json::Value delta = choice.find("delta");
    if (delta.is_missing()) delta = choice.find("message");
    if (!delta.is_missing()) {
        if (!delta.is(json::Kind::object)) return fail(malformed_answer(), sink);
        read_delta(delta, choice.find("logprobs"), sink);
    }
    if (!failed()) note_finish(choice.find("finish_reason"), sink);
}

void ChunkReader::read_delta(json::Value delta, json::Value logprobs, openai::EventSink& sink) {
    openai::MessageText text;
    if (!openai::read_message_text(delta, text)) return fail(malformed_answer(), sink);
    say_reasoning(text.reasoning, sink);
    say_content(text.content, logprobs.is_missing() ? std::string_view() : logprobs.raw(), sink);
    say_refusal(text.refusal, sink);
    const bool read_well =
        calls_.read(delta.find("tool_calls"), answer_seed_, sink) && calls_.read_function(delta.find("function_call"), answer_seed_, sink);
    if (!read_well) fail(malformed_answer(), sink);
}

/// The first real reason counts. It is said at the end, since content and calls may still follow it: some hosts send a
/// reason with every chunk.
void ChunkReader::note_finish(json::Value reason, openai::EventSink& sink) {
    const std::string_view native = string_in(reason);
    if (native.empty() || finish_) return;
    if (openai::is_failure_reason(native)) {
        UpstreamFailure failure;
        failure.failure = FailureClass::overloaded;
        return fail(failure, sink);
    }
    finish_ = openai::read_finish_reason(native);
    if (native.size() <= native_reason_bytes_max) native_finish_ = native;
}

void ChunkReader::read_text(std::string_view escaped, openai::EventSink& sink) {
    if (state_ == State::reading) say_content(escaped, {}, sink);
}

void ChunkReader::say_content(std::string_view escaped, std::string_view logprobs, openai::EventSink& sink) {
    if (escaped.empty()) return;
    std::string scratch;
    const std::string_view joined = content_.join(escaped, scratch);
    if (joined.empty()) return;
    if (!think_tags_.is_done()) return split_content(joined, logprobs, sink);
    sink.text(joined, openai::TextChannel::content, logprobs);
}

/// Log probabilities cannot be split; they stay with the content.
void ChunkReader::split_content(std::string_view joined, std::string_view logprobs, openai::EventSink& sink) {
    ThinkTagSplitter::Pieces pieces;
    think_tags_.split(joined, pieces);
    if (!pieces.reasoning.empty()) sink.reasoning(pieces.reasoning);
    if (!pieces.content.empty()) sink.text(pieces.content, openai::TextChannel::content, logprobs);
}

void ChunkReader::say_refusal(std::string_view escaped, openai::EventSink& sink) {
    if (escaped.empty()) return;
    std::string scratch;
    const std::string_view joined = refusal_.join(escaped, scratch);
    if (!joined.empty()) sink.text(joined, openai::TextChannel::refusal, {});
}

void ChunkReader::say_reasoning(std::string_view escaped, openai::EventSink& sink) {
    if (escaped.empty()) return;
    std::string scratch;
    const std::string_view joined = reasoning_.join(escaped, scratch);
    if (!joined.empty()) sink.reasoning(joined);
}

void ChunkReader::flush_texts(openai::EventSink& sink) {
    if (const std::string_view rest = reasoning_.flush(); !rest.empty()) sink.reasoning(rest);
    if (const std::string_view rest = content_.flush(); !rest.empty()) split_content(rest, {}, sink);
    ThinkTagSplitter::Pieces held;
    think_tags_.finish(held);
    if (!held.reasoning.empty()) sink.reasoning(held.reasoning);
    if (!held.content.empty()) sink.text(held.content, openai::TextChannel::content, {});
    if (const std::string_view rest = refusal_.flush(); !rest.empty()) {
        sink.text(rest, openai::TextChannel::refusal, {});
    }
}

void ChunkReader::say_finish(openai::EventSink& sink) {
    flush_texts(sink);
    if (!calls_.end(sink)) return fail(malformed_tool_call(), sink);
    state_ = State::finished;
    const openai::FinishReason unsaid = calls_.any() ? openai::FinishReason::tool_calls : openai::FinishReason::stop;
    sink.finish(openai::settle_finish_reason(finish_.value_or(unsaid), calls_.any(), stop_with_calls_), native_finish_);
}

void ChunkReader::end(openai::EventSink& sink) {
    if (state_ != State::reading) return;
    if (!started_) return fail(malformed_answer(), sink);  // a marker after nothing at all is no answer
    say_finish(sink);
}

void ChunkReader::fail(const Error& error, openai::EventSink& sink) {
    if (failed()) return;
    state_ = State::failed;
    sink.error(error);
}

void ChunkReader::fail(UpstreamFailure failure, openai::EventSink& sink) {
    hide_secret(failure.message, credential_);
    fail(to_error(failure), sink);
}

}  // namespace parley::providers::openai_dialect
