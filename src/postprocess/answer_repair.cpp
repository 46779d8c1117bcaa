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

Error unrepairable() {
    // Of upstream, so that clients are told not to buy the same again.
    return Error{.kind = ErrorKind::internal, .source = ErrorSource::upstream, .message = "failed to repair JSON output"};
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

void AnswerRepair::keep(std::string& text, std::string_view escaped) {
    hear(escaped);
    kept_bytes_ += escaped.size();
    if (kept_bytes_ <= answer_bytes_max) text += escaped;
}

void AnswerRepair::text(std::string_view escaped, openai::TextChannel channel, std::string_view logprobs) {
    if (channel == openai::TextChannel::refusal) return keep(refusal_, escaped);
    in_one_piece_ = content_.empty();
    keep(content_, escaped);
    logprobs_ = in_one_piece_ ? logprobs : std::string_view();
}

void AnswerRepair::tool_start(std::uint32_t index, std::string_view id, std::string_view name) {
    hear(name);
    if (index == calls_.size()) calls_.push_back({std::string(id), std::string(name), {}});
}

void AnswerRepair::tool_args(std::uint32_t index, std::string_view escaped) {
    if (index < calls_.size()) keep(calls_[index].arguments, escaped);
}

/// A text beside calls is a remark of the model's, and no JSON; so is what an answer was cut off with for its content.
std::optional<Error> AnswerRepair::mend(openai::FinishReason reason) {
    if (kept_bytes_ > answer_bytes_max) return unrepairable();
    for (Call& call : calls_) {
        if (is_blank(call.arguments)) call.arguments = "{}";
        std::optional<std::string> mended = repair_escaped(call.arguments);
        if (!mended) return unrepairable();
        call.arguments = std::move(*mended);
    }
    const bool says_nothing = content_.empty() && (!refusal_.empty() || reason == openai::FinishReason::content_filter);
    if (!calls_.empty() || says_nothing) return std::nullopt;
    std::optional<std::string> mended = repair_escaped(content_, schema_);
    if (!mended) return unrepairable();
    if (*mended != content_) logprobs_.clear();
    content_ = std::move(*mended);
    return std::nullopt;
}

void AnswerRepair::pass_on() {
    next_.start(upstream_id_);
    if (!reasoning_.empty()) next_.reasoning(reasoning_);
    if (!signature_.empty()) next_.signature(signature_);
    if (!content_.empty()) next_.text(content_, openai::TextChannel::content, logprobs_);
    if (!refusal_.empty()) next_.text(refusal_, openai::TextChannel::refusal, {});
    for (std::uint32_t index = 0; index < calls_.size(); ++index) {
        next_.tool_start(index, calls_[index].id, calls_[index].name);
        next_.tool_args(index, calls_[index].arguments);
        next_.tool_end(index);
    }
}

void AnswerRepair::finish(openai::FinishReason reason, std::string_view native) {
    if (over_) return;
    over_ = true;
    if (const std::optional<Error> error = mend(reason)) return next_.error(*error);
    pass_on();
    next_.finish(reason, native);
}

void AnswerRepair::error(const Error& error) {
    if (!over_) next_.error(error);
    over_ = true;
}

}  // namespace parley::postprocess
