#include "openai/completion_choice.hpp"

#include <string_view>

#include "json/write.hpp"
#include "openai/message_text.hpp"
#include "openai/surrogate_joiner.hpp"
#include "openai/whole_tool_calls.hpp"

namespace parley::openai {
namespace {

void append_quoted(std::string& out, std::string_view escaped) {
    out += '"';
    out += escaped;
    out += '"';
}

/// A whole text has no next delta: a half of a surrogate pair at its end is alone for good.
std::string_view mend(std::string_view escaped, std::string& scratch) {
    if (escaped.find('\\') == std::string_view::npos) return escaped;
    SurrogateJoiner joiner;
    const std::string_view joined = joiner.join(escaped, scratch);
    const std::string_view rest = joiner.flush();
    if (rest.empty()) return joined;
    scratch += rest;
    return scratch;
}

bool is_one_of(json::Value key, std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names) {
        if (key.equals(name)) return true;
    }
    return false;
}

void append_members_except(json::ObjectWriter& writer, json::Value object,
                           std::initializer_list<std::string_view> names) {
    for (const json::Member member : object.members()) {
        if (!is_one_of(member.key, names)) writer.copy(member);
    }
}

void append_message(std::string& out, json::Value message, const MessageText& text, std::string_view calls) {
    std::string scratch;
    json::ObjectWriter writer(out);
    writer.string("role", "assistant");
    if (text.content.empty() && !message.find("content").is(json::Kind::string)) {
        writer.null("content");
    } else {
        append_quoted(writer.key("content"), mend(text.content, scratch));
    }
    if (!text.reasoning.empty()) {
        const std::string_view reasoning = mend(text.reasoning, scratch);
        append_quoted(writer.key("reasoning_content"), reasoning);
        append_quoted(writer.key("thinking"), reasoning);
        append_members_except(writer, message, {"role", "content", "tool_calls", "reasoning_content", "thinking"});
    } else {
        append_members_except(writer, message, {"role", "content", "tool_calls"});
    }
    if (!calls.empty()) writer.raw("tool_calls", calls);
    writer.close();
}

}  // namespace

std::optional<ChoiceSummary> append_choice(std::string& out, json::Value choice, std::uint32_t position,
                                           const CompletionFacts& facts) {
    const json::Value message = choice.find("message");
    if (!message.is(json::Kind::object)) return std::nullopt;
    MessageText text;
    if (!read_message_text(message, text)) return std::nullopt;
    std::string calls;
    const std::optional<std::size_t> call_count =
        append_tool_calls(calls, message.find("tool_calls"), facts.request_id);
    if (!call_count) return std::nullopt;
    if (*call_count == 0) calls.clear();

    const json::Value native = choice.find("finish_reason");
    const std::string native_word = native.is(json::Kind::string) ? native.string() : std::string();
    if (is_failure_reason(native_word)) return std::nullopt;
    const bool called = *call_count > 0 || message.find("function_call").is(json::Kind::object);
    // A host that gives no reason has said all it had to say, and that may have been a call.
    const FinishReason said =
        native_word.empty() && called ? FinishReason::tool_calls : read_finish_reason(native_word);

    ChoiceSummary summary;
    summary.finish_reason = settle_finish_reason(said, called, facts.stop_with_calls);
    summary.output_bytes = text.content.size() + text.reasoning.size() + text.refusal.size() + calls.size();

    json::ObjectWriter writer(out);
    writer.integer("index", choice.find("index").integer().value_or(position));
    append_message(writer.key("message"), message, text, calls);
    writer.string("finish_reason", to_string(summary.finish_reason));
    if (!native_word.empty()) writer.raw("native_finish_reason", native.raw());
    append_members_except(writer, choice, {"index", "message", "finish_reason", "native_finish_reason", "tool_calls"});
    if (!calls.empty()) writer.raw("tool_calls", calls);
    writer.close();
    return summary;
}

}  // namespace parley::openai
