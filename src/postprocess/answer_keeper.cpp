#include "postprocess/answer_keeper.hpp"

#include <utility>

#include "postprocess/answer_repair.hpp"

namespace parley::postprocess {

void AnswerKeeper::keep(std::string& text, std::string_view escaped) {
    hear(escaped);
    kept_bytes_ += escaped.size();
    if (kept_bytes_ <= answer_bytes_max) text += escaped;
}

void AnswerKeeper::text(std::string_view escaped, openai::TextChannel channel, std::string_view logprobs) {
    if (channel == openai::TextChannel::refusal) return keep(answer().refusal, escaped);
    const bool in_one_piece = answer().content.empty();
    keep(answer().content, escaped);
    answer().logprobs = in_one_piece ? logprobs : std::string_view();
}

void AnswerKeeper::tool_start(std::uint32_t index, std::string_view id, std::string_view name) {
    hear(name);
    if (index == answer().calls.size()) answer().calls.push_back({std::string(id), std::string(name), {}});
}

void AnswerKeeper::tool_args(std::uint32_t index, std::string_view escaped) {
    if (index < answer().calls.size()) keep(answer().calls[index].arguments, escaped);
}

void AnswerKeeper::pass_on() {
    const Answer& answer = held_->answer();
    next_.start(answer.upstream_id);
    if (!answer.reasoning.empty()) next_.reasoning(answer.reasoning);
    if (!answer.signature.empty()) next_.signature(answer.signature);
    if (!answer.content.empty()) next_.text(answer.content, openai::TextChannel::content, answer.logprobs);
    if (!answer.refusal.empty()) next_.text(answer.refusal, openai::TextChannel::refusal, {});
    for (std::uint32_t index = 0; index < answer.calls.size(); ++index) {
        next_.tool_start(index, answer.calls[index].id, answer.calls[index].name);
        next_.tool_args(index, answer.calls[index].arguments);
        next_.tool_end(index);
    }
    next_.finish(answer.finish_reason, answer.native_finish_reason);
}

void AnswerKeeper::finish(openai::FinishReason reason, std::string_view native) {
    if (over_) return;
    over_ = true;
    if (kept_bytes_ > answer_bytes_max) return refuse(next_, unrepairable());
    answer().finish_reason = reason;
    answer().native_finish_reason = native;
    is_due_ = kept_bytes_ > bytes_at_once_;
    if (is_due_) return;
    held_->work();
    deliver();
}

void AnswerKeeper::deliver() {
    is_due_ = false;
    held_->fault() ? refuse(next_, *held_->fault()) : pass_on();
}

void AnswerKeeper::give_up(StepFault fault) {
    is_due_ = false;
    refuse(next_, std::move(fault));
}

void AnswerKeeper::error(const Error& error) {
    if (!over_) next_.error(error);
    over_ = true;
}

}  // namespace parley::postprocess
