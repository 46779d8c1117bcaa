#include "postprocess/answer_guard.hpp"

#include "json/document.hpp"
#include "json/write.hpp"
#include "postprocess/correction.hpp"
#include "schema/check.hpp"

namespace parley::postprocess {
namespace {

using schema::Violation;
using Problems = std::vector<std::string>;

std::string unescaped(std::string_view escaped) {
    std::string text;
    json::append_unescaped(text, escaped);
    return text;
}

std::string_view rule_broken_by(json::ParseFault fault) {
    switch (fault) {
        case json::ParseFault::duplicate_key: return "must have no member twice";
        case json::ParseFault::too_deep: return "must not be nested as deeply";
        default: return "must be JSON";
    }
}

/// `text` is put in the schema's form where that helps; otherwise it stays, and what it breaks comes back.
std::vector<Violation> guard(std::string& text, const GuardSchema& guard) {
    json::Document document;
    if (const json::ParseError error = document.parse(text)) return {{"", std::string(rule_broken_by(error.fault))}};
    std::vector<Violation> violations = schema::check(*guard.schema, document.root());
    if (violations.empty()) return violations;
    std::optional<std::string> changed = schema::coerce(*guard.schema, document.root(), guard.unknown);
    json::Document again;
    if (!changed || again.parse(*changed) || !schema::check(*guard.schema, again.root()).empty()) return violations;
    text = std::move(*changed);
    return {};
}

/// Of an escaped text in an answer, with the name of its place.
void guard(std::string& escaped, const GuardSchema& schema, const std::string& place, Problems& problems) {
    std::string text = unescaped(escaped);
    const std::string before = text;
    for (const Violation& violation : guard(text, schema)) {
        const bool is_member = !violation.path.empty() && violation.path.front() != '[';
        problems.push_back(place + (is_member ? "." : "") + violation.path + ' ' + violation.rule);
    }
    if (text == before) return;
    escaped.clear();
    json::append_escaped(escaped, text);
}

StepFault broken_schema(const Answer& answer, Problems problems) {
    StepFault fault{.error = {.kind = ErrorKind::internal, .source = ErrorSource::upstream, .message = "failed to validate JSON output"},
                    .error_class = "schema_violated"};
    if (answer.finish_reason == openai::FinishReason::length) {
        problems.insert(problems.begin(), "the answer was cut off by its limit of tokens");  // which it would be again
    } else {
        fault.correction = correction_of(answer, problems);
    }
    fault.error.problems = std::move(problems);
    return fault;
}

}  // namespace

/// A text beside calls is a remark of the model's: only the last answer has to fit.
std::optional<StepFault> AnswerGuard::apply(Answer& answer) const {
    Problems problems;
    for (std::size_t index = 0; index < answer.calls.size(); ++index) {
        Answer::Call& call = answer.calls[index];
        const auto asked = schemas_.calls.find(unescaped(call.name));
        if (asked == schemas_.calls.end()) continue;
        if (call.arguments.empty()) call.arguments = "{}";
        guard(call.arguments, asked->second, "tool_calls[" + std::to_string(index) + "].function.arguments", problems);
    }
    if (schemas_.content && answer.calls.empty() && !answer.says_nothing()) {
        const std::string before = answer.content;
        guard(answer.content, *schemas_.content, "content", problems);
        if (answer.content != before) answer.logprobs.clear();
    }
    if (problems.empty()) return std::nullopt;
    return broken_schema(answer, std::move(problems));
}

}  // namespace parley::postprocess
