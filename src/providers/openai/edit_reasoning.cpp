#include "providers/openai/edit_reasoning.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "providers/reasoning_wish.hpp"

namespace parley::providers::openai_dialect {
namespace {

using catalog::Effort;
using catalog::ReasoningIn;

ReasoningWish read_wish(const RequestEdit& edit) {
    return read_reasoning_wish(edit.value(RequestField::reasoning), edit.value(RequestField::reasoning_effort), edit.rules);
}

Effort clamp(Effort effort, const std::vector<Effort>& known) {
    if (known.empty() || std::find(known.begin(), known.end(), effort) != known.end()) return effort;
    if (effort <= Effort::minimal) return known.front();
    const auto higher = std::find_if(known.begin(), known.end(), [effort](Effort one) { return one > effort; });
    return higher == known.end() ? known.back() : *higher;
}

std::string quoted(std::string_view word) { return '"' + std::string(word) + '"'; }

void add_unless_there(RequestEdit& edit, std::string_view name, std::string_view json) {
    if (!edit.request.root().find(name)) edit.splice.append(name, json);
}

void say_effort(RequestEdit& edit, const ReasoningWish& wish) {
    edit.cut(RequestField::reasoning);
    if (wish.effort) {
        const std::string_view word = to_word(clamp(*wish.effort, edit.rules.efforts));
        if (!edit.value(RequestField::reasoning_effort).equals(word)) {
            edit.set(RequestField::reasoning_effort, "reasoning_effort", quoted(word));
        }
    } else if (wish.word && !wish.word.equals(edit.value(RequestField::reasoning_effort).string())) {
        edit.set(RequestField::reasoning_effort, "reasoning_effort", std::string(wish.word.raw()));
    }
}

/// Budgets by effort; the model's own maximum, which is what no budget means, from xhigh on.
/// Source: Alibaba Cloud Model Studio, "Deep thinking"; the numbers are ours.
std::optional<std::int64_t> thinking_budget(const ReasoningWish& wish) {
    if (wish.tokens) return wish.tokens;
    switch (wish.effort.value_or(Effort::max)) {
        case Effort::minimal: return 512;
        case Effort::low: return 2048;
        case Effort::medium: return 8192;
        case Effort::high: return 24576;
        default: return std::nullopt;
    }
}

void say_enable_thinking(RequestEdit& edit, const ReasoningWish& wish) {
    const bool thinks = wish.effort != Effort::none;
    add_unless_there(edit, "enable_thinking", thinks ? "true" : "false");
    const std::optional<std::int64_t> budget = thinks ? thinking_budget(wish) : std::nullopt;
    if (budget) add_unless_there(edit, "thinking_budget", std::to_string(*budget));
}

void say_thinking(RequestEdit& edit, const ReasoningWish& wish) {
    add_unless_there(edit, "thinking", wish.effort == Effort::none ? R"({"type":"disabled"})" : R"({"type":"enabled"})");
}

void say_reasoning_format(RequestEdit& edit, const ReasoningWish& wish) {
    edit.splice.append("reasoning_effort", wish.effort == Effort::none ? R"("none")" : R"("default")");
    add_unless_there(edit, "reasoning_format", R"("parsed")");
}

void say(RequestEdit& edit, const ReasoningWish& wish) {
    switch (edit.rules.reasoning_in) {
        case ReasoningIn::as_sent: return;
        case ReasoningIn::nowhere:
        case ReasoningIn::thinking_budget:  // of Anthropic's dialect
        case ReasoningIn::adaptive_thinking: edit.drop(RequestField::reasoning); return edit.drop(RequestField::reasoning_effort);
        case ReasoningIn::reasoning_effort: return say_effort(edit, wish);
        default: break;
    }
    edit.cut(RequestField::reasoning);
    edit.cut(RequestField::reasoning_effort);
    if (wish.is_empty()) return;
    switch (edit.rules.reasoning_in) {
        case ReasoningIn::enable_thinking: return say_enable_thinking(edit, wish);
        case ReasoningIn::thinking: return say_thinking(edit, wish);
        default: return say_reasoning_format(edit, wish);
    }
}

}  // namespace

Effort edit_reasoning(RequestEdit& edit) {
    const bool says_something =
        edit.has(RequestField::reasoning) || edit.has(RequestField::reasoning_effort) || edit.rules.default_reasoning_off;
    if (!says_something) return edit.rules.default_effort;
    const ReasoningWish wish = read_wish(edit);
    say(edit, wish);
    return wish.effort ? clamp(*wish.effort, edit.rules.efforts) : edit.rules.default_effort;
}

}  // namespace parley::providers::openai_dialect
