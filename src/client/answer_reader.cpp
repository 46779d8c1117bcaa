#include "client/answer_reader.hpp"

#include "http/status_text.hpp"
#include "openai/usage.hpp"

namespace parley::client {
namespace {

constexpr json::ParseOptions chunk_options{.depth_max = 64, .allow_lone_surrogates = true};

std::string string_of(json::Value value) { return value.is(json::Kind::string) ? value.string() : std::string(); }

/// The `error` object of a body or of a stream's last event.
Failure failure_of(json::Value error, int status) {
    return {.message = string_of(error.find("message")), .code = string_of(error.find("code")), .status = status};
}

}  // namespace

void AnswerReader::feed(std::string_view bytes) {
    http::SseEvent event;
    while (!done()) {
        switch (events_.next(bytes, event)) {
            case http::SseReader::Status::event: read_event(event.data); break;
            case http::SseReader::Status::need_more: return;
            case http::SseReader::Status::too_large: return fail("the gateway sent an event that is too large");
        }
    }
}

void AnswerReader::finish() {
    if (!done()) fail("the answer was cut off before its end");
}

void AnswerReader::read_event(std::string_view data) {
    if (data == "[DONE]") {
        complete_ = true;
        return;
    }
    if (document_.parse(data, chunk_options)) return fail("the gateway sent an event that is not JSON");
    const json::Value chunk = document_.root();
    if (const json::Value id = chunk.find("request_id"); id.is(json::Kind::string)) answer_.request_id = id.string();
    if (const json::Value error = chunk.find("error"); !error.is_missing()) {
        answer_.failure = failure_of(error, 0);
        return;
    }
    read_chunk(chunk);
}

void AnswerReader::read_chunk(json::Value chunk) {
    if (const auto usage = openai::read_usage(chunk.find("usage"))) answer_.usage = *usage;
    for (const json::Value choice : chunk.find("choices").elements()) {
        read_delta(choice.find("delta"));
        const json::Value reason = choice.find("finish_reason");
        if (reason.is(json::Kind::string)) answer_.finish_reason = reason.string();
        break;  // only one was asked for
    }
}

void AnswerReader::read_delta(json::Value delta) {
    if (const std::string piece = take_text(delta.find("reasoning_content")); !piece.empty()) {
        answer_.reasoning += piece;
        sink_.reasoning(piece);
    }
    for (const std::string_view name : {"content", "refusal"}) {
        const std::string piece = take_text(delta.find(name));
        if (piece.empty()) continue;
        answer_.text += piece;
        sink_.text(piece);
    }
    for (const json::Value call : delta.find("tool_calls").elements()) read_tool_call(call);
}

/// A call begins with its id and name; later pieces bring more of its arguments.
void AnswerReader::read_tool_call(json::Value call) {
    const std::int64_t index = call.find("index").integer().value_or(0);
    const auto most = static_cast<std::int64_t>(tool_calls_max);
    if (index < 0 || index >= most) return fail("the answer has more tool calls than are read");
    const auto at = static_cast<std::size_t>(index);
    if (at >= answer_.tool_calls.size()) answer_.tool_calls.resize(at + 1);
    ToolCall& kept = answer_.tool_calls[at];
    const json::Value function = call.find("function");
    kept.id += take_text(call.find("id"));
    kept.name += take_text(function.find("name"));
    kept.arguments += take_text(function.find("arguments"));
}

/// The string, or nothing for what is none and for what would be too much.
std::string AnswerReader::take_text(json::Value value) {
    std::string text = string_of(value);
    if (text.size() > answer_bytes_max - bytes_) {
        fail("the answer is longer than " + std::to_string(answer_bytes_max) + " bytes");
        return {};
    }
    bytes_ += text.size();
    return text;
}

void AnswerReader::fail(std::string_view message) {
    if (!answer_.failure) answer_.failure = Failure{.message = std::string(message)};
}

Failure read_failure(int status, std::string_view body) {
    json::Document document;
    Failure failure{.message = {}, .code = {}, .status = status};
    if (!document.parse(body, chunk_options)) failure = failure_of(document.root().find("error"), status);
    if (failure.message.empty()) failure.message = std::to_string(status) + " " + std::string(http::status_text(status));
    return failure;
}

}  // namespace parley::client
