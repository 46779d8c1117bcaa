#include "postprocess/answer_repair.hpp"

#include "json/write.hpp"
#include "postprocess/json_repair/repair.hpp"
#include "postprocess/schema_choice.hpp"

namespace parley::postprocess {
namespace {

bool is_blank(std::string_view escaped) {
    std::string text;
    json::append_unescaped(text, escaped);
    return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

}  // namespace

StepFault unrepairable() {
    // Of upstream, so that clients are told not to buy the same again.
    Error error{.kind = ErrorKind::internal, .source = ErrorSource::upstream, .message = "failed to repair JSON output"};
    return {std::move(error), "unrepairable"};
}

std::optional<std::string> repair_escaped(std::string_view escaped, std::string_view schema) {
    std::string text;
    json::append_unescaped(text, escaped);
    const json_repair::Repair repair = json_repair::repair(text);
    if (!repair) return std::nullopt;
    if (repair.mends.size() == 0) return std::string(escaped);
    std::string mended;
    json::append_escaped(mended, choose_value(repair, schema));
    return mended;
}

/// A text beside calls is a remark of the model's, and no JSON; so is what an answer was cut off with for its content.
std::optional<StepFault> AnswerRepair::apply(Answer& answer) const {
    for (Answer::Call& call : answer.calls) {
        if (is_blank(call.arguments)) call.arguments = "{}";
        std::optional<std::string> mended = repair_escaped(call.arguments);
        if (!mended) return unrepairable();
        call.arguments = std::move(*mended);
    }
    if (!answer.calls.empty() || answer.says_nothing()) return std::nullopt;
    std::optional<std::string> mended = repair_escaped(answer.content, schema_);
    if (!mended) return unrepairable();
    if (*mended != answer.content) answer.logprobs.clear();
    answer.content = std::move(*mended);
    return std::nullopt;
}

}  // namespace parley::postprocess
