#include "simulate/answer.hpp"

#include <algorithm>
#include <utility>

#include "simulate/continuation.hpp"
#include "simulate/schema_instance.hpp"
#include "simulate/text.hpp"

namespace parley::simulate {

namespace {

constexpr std::size_t reasoning_words = 12;
constexpr std::size_t long_piece_bytes = 1024;
constexpr std::size_t json_piece_bytes = 12;  // about three tokens: a reader of half an object has something to do

std::string long_text(std::size_t bytes) {
    static constexpr std::string_view line = "A long answer goes on and on, one line after another, until it ends.\n";
    std::string text;
    text.reserve(bytes);
    while (text.size() < bytes) text += line.substr(0, bytes - text.size());
    return text;
}

/// The tools to call, in order: the named one, or the offered ones in turn.
std::vector<const OfferedTool*> choose_tools(const Question& question, std::size_t count) {
    std::vector<const OfferedTool*> offered;
    for (const OfferedTool& tool : question.tools) {
        if (question.tool_choice != ToolChoice::named || tool.name == question.named_tool) offered.push_back(&tool);
    }
    if (offered.empty() || question.tool_choice == ToolChoice::none) return {};
    std::vector<const OfferedTool*> chosen;
    if (!question.parallel_tool_calls) count = 1;
    for (std::size_t i = 0; i < count; ++i) chosen.push_back(offered[i % offered.size()]);
    return chosen;
}

void call_tools(const Question& question, const ModelOptions& options, std::size_t count, std::size_t rounds, Random& random,
                Answer& answer) {
    if (question.tool_result && std::max<std::size_t>(question.tool_rounds, 1) >= rounds) {
        answer.content = "The tool answered: " + *question.tool_result;
        return;
    }
    for (const OfferedTool* tool : choose_tools(question, count)) {
        std::string arguments = options.echo_arguments ? question.user_text : schema_instance(tool->parameters);
        answer.tool_calls.push_back({make_id("call_", random), tool->name, std::move(arguments)});
    }
    if (answer.tool_calls.empty())
        answer.content = "There is no tool to call.";
    else
        answer.finish_reason = "tool_calls";
}

bool must_call(const Question& question) {
    const bool has_to = question.tool_choice == ToolChoice::named || question.tool_choice == ToolChoice::required;
    return has_to && !question.tools.empty();
}

/// Who has JSON to say, and must call something to say it, calls what was named, or what was offered last.
Question for_json(Question question) {
    if (question.tool_choice == ToolChoice::named) return question;
    question.tool_choice = ToolChoice::named;
    question.named_tool = question.tools.back().name;
    return question;
}

void speak(const Question& question, const ModelOptions& options, Random& random, Answer& answer) {
    switch (options.answer) {
        case AnswerKind::echo: answer.content = question.user_text; return;
        case AnswerKind::fixed: answer.content = fixed_sentence; return;
        case AnswerKind::words: answer.content = seeded_words(options.size, options.seed); return;
        case AnswerKind::long_text:
            answer.content = long_text(std::size_t{options.size} * 1024);
            answer.piece_bytes = long_piece_bytes;
            return;
        case AnswerKind::tool: call_tools(question, options, options.size, options.rounds, random, answer); return;
        case AnswerKind::json:
            if (!question.schema && must_call(question)) return call_tools(for_json(question), options, 1, 1, random, answer);
            answer.content = question.schema ? schema_instance(*question.schema) : R"({"answer":"simulated","ok":true})";
            answer.piece_bytes = json_piece_bytes;
            return;
        case AnswerKind::reasoning:
            if (question.may_think) answer.reasoning = seeded_words(reasoning_words, options.seed);
            answer.content = fixed_sentence;
            return;
        case AnswerKind::scripted: answer.content = options.text.empty() ? fixed_sentence : std::string_view(options.text); return;
    }
}

/// Who is shown the beginning of the answer says the rest of it, more or less.
void go_on(const Question& question, const ModelOptions& options, Answer& answer) {
    const AnswerKind kind = options.answer;
    if (kind != AnswerKind::fixed && kind != AnswerKind::words && kind != AnswerKind::long_text) return;
    const auto point = point_asked_for(question, answer.content);
    if (point) answer.content = continued(answer.content, *point, options.continues, options.seed);
}

void obey_token_limit(std::int64_t tokens_max, Answer& answer) {
    if (tokens_max < 0 || !answer.tool_calls.empty()) return;
    std::size_t left = static_cast<std::size_t>(std::min<std::int64_t>(tokens_max, 1 << 30));
    if (tokens_in(answer.reasoning.size()) + tokens_in(answer.content.size()) <= left) return;
    // Four bytes a token, as tokens_in() counts; reasoning comes out of the same allowance.
    answer.reasoning = std::string(beginning(answer.reasoning, left * 4));
    left -= tokens_in(answer.reasoning.size());
    answer.content = std::string(beginning(answer.content, left * 4));
    answer.finish_reason = "length";
}

void count_tokens(const Question& question, Answer& answer) {
    answer.prompt_tokens = tokens_in(question.prompt_bytes);
    answer.reasoning_tokens = tokens_in(answer.reasoning.size());
    answer.completion_tokens = answer.reasoning_tokens + tokens_in(answer.content.size());
    for (const ToolCall& call : answer.tool_calls) {
        answer.completion_tokens += tokens_in(call.name.size() + call.arguments.size());
    }
}

}  // namespace

Answer make_answer(const Question& question, const ModelOptions& options, Random& random) {
    Answer answer;
    speak(question, options, random, answer);
    go_on(question, options, answer);
    if (options.thought_words > 0 && question.may_think) answer.reasoning = seeded_words(options.thought_words, options.seed);
    answer.signed_calls = options.signed_calls;
    if (question.max_tokens) obey_token_limit(*question.max_tokens, answer);
    if (!options.faults.finish.empty()) answer.finish_reason = options.faults.finish;
    count_tokens(question, answer);
    answer.shows_thoughts = question.shows_thoughts;
    answer.cached_tokens = std::min<std::size_t>(options.cached_tokens, answer.prompt_tokens);
    return answer;
}

std::string make_id(std::string_view prefix, Random& random) {
    static constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    constexpr std::size_t letters = 24;
    std::string id(prefix);
    for (std::size_t i = 0; i < letters; ++i) id += alphabet[random.below(alphabet.size())];
    return id;
}

}  // namespace parley::simulate
