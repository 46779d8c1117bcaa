#include "openai/completion_choice.hpp"

#include <string_view>

#include "base/short_text.hpp"
#include "json/member_table.hpp"
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

/// What a host calls the reason; empty when it gives none. `unescaped` holds it where it is written with escapes.
std::string_view native_reason(json::Value reason, std::string& unescaped) {
    if (!reason.has_escapes()) return reason.escaped();
    unescaped = reason.string();
    return unescaped;
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

/// Copies the members that are not written anew.
template <class Table>
void append_others(json::ObjectWriter& writer, json::Value object, const Table& rewritten) {
    for (const json::Member member : object.members()) {
        if (!rewritten.knows(member)) writer.copy(member);
    }
}

struct ChoiceMembers {
    json::Value index, message, finish_reason, native_finish_reason, tool_calls;
};
constexpr auto choice_members = json::member_table<ChoiceMembers>({
    {"index", &ChoiceMembers::index},
    {"message", &ChoiceMembers::message},
    {"finish_reason", &ChoiceMembers::finish_reason},
    {"native_finish_reason", &ChoiceMembers::native_finish_reason},
    {"tool_calls", &ChoiceMembers::tool_calls},
});

constexpr json::NameTable rewritten_in_message(std::to_array<std::string_view>({"role", "content", "tool_calls", "function_call"}));
constexpr json::NameTable rewritten_with_reasoning(std::to_array<std::string_view>({"role", "content", "tool_calls", "function_call",
                                                                                    "reasoning_content", "thinking"}));

/// How many calls the message holds; they are appended as an array. Nullopt when they cannot be read.
std::optional<std::size_t> append_calls(std::string& out, const MessageMembers& message, std::string_view request_id) {
    const std::optional<std::size_t> count = append_tool_calls(out, message.tool_calls, request_id);
    if (count != 0u) return count;
    out.clear();
    return message.function_call.is_missing() ? 0 : append_older_call(out, message.function_call, request_id);
}

void append_message(std::string& out, json::Value message, const MessageMembers& members, const MessageText& text, std::string_view calls,
                    CallForm form) {
    std::string scratch;
    out += R"({"role":"assistant","content":)";
    if (text.content.empty() && !members.content.is(json::Kind::string)) {
        out += "null";
    } else {
        append_quoted(out, mend(text.content, scratch));
    }
    auto writer = json::ObjectWriter::continued(out);
    if (!text.reasoning.empty()) {
        const std::string_view reasoning = mend(text.reasoning, scratch);
        append_quoted(writer.key("reasoning_content"), reasoning);
        append_quoted(writer.key("thinking"), reasoning);
        append_others(writer, message, rewritten_with_reasoning);
    } else {
        append_others(writer, message, rewritten_in_message);
    }
    if (!calls.empty() && form == CallForm::tool_calls) writer.raw("tool_calls", calls);
    if (!calls.empty() && form == CallForm::function_call) {
        append_as_function_call(writer.key("function_call"), members.tool_calls, members.function_call);
    }
    writer.close();
}

}  // namespace

std::optional<ChoiceSummary> append_choice(std::string& out, json::Value choice, std::uint32_t position, const CompletionFacts& facts) {
    const ChoiceMembers members = choice_members.read(choice);
    if (!members.message.is(json::Kind::object)) return std::nullopt;
    const MessageMembers message = read_message_members(members.message);
    MessageText text;
    if (!read_message_text(message, text)) return std::nullopt;
    std::string calls;
    const std::optional<std::size_t> call_count = append_calls(calls, message, facts.request_id);
    if (!call_count) return std::nullopt;

    const json::Value native = members.finish_reason;
    std::string unescaped;
    const std::string_view native_word = native_reason(native, unescaped);
    if (is_failure_reason(native_word)) return std::nullopt;
    const bool called = *call_count > 0;
    // A host that gives no reason has said all it had to say, and that may have been a call.
    const FinishReason said = native_word.empty() && called ? FinishReason::tool_calls : read_finish_reason(native_word);

    ChoiceSummary summary;
    summary.finish_reason = settle_finish_reason(said, called, facts.stop_with_calls);
    summary.output_bytes = text.content.size() + text.reasoning.size() + text.refusal.size() + calls.size();

    ShortText<64> opening;
    opening << R"({"index":)" << members.index.integer().value_or(position) << R"(,"message":)";
    out += opening.view();
    append_message(out, members.message, message, text, calls, facts.call_form);
    ShortText<64> reason;
    reason << R"(,"finish_reason":")" << to_string(summary.finish_reason, facts.call_form) << R"(")";
    out += reason.view();
    auto writer = json::ObjectWriter::continued(out);
    if (!native_word.empty()) writer.raw("native_finish_reason", native.raw());
    append_others(writer, choice, choice_members);
    if (!calls.empty() && facts.call_form == CallForm::tool_calls) writer.raw("tool_calls", calls);
    writer.close();
    return summary;
}

}  // namespace parley::openai
