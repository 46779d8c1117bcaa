#include "postprocess/answer_stream_repair.hpp"

#include "json/write.hpp"
#include "postprocess/answer_repair.hpp"

namespace parley::postprocess {

std::string_view AnswerStreamRepair::Text::escape() {
    escaped_.clear();
    json::append_escaped(escaped_, mended_);
    wrote_ = wrote_ || !escaped_.empty();
    return escaped_;
}

std::string_view AnswerStreamRepair::Text::feed(std::string_view escaped) {
    plain_.clear();
    mended_.clear();
    json::append_unescaped(plain_, escaped);
    blank_ = blank_ && plain_.find_first_not_of(" \t\r\n") == std::string::npos;
    repair_.feed(plain_, mended_);
    return escape();
}

std::string_view AnswerStreamRepair::Text::finish() {
    mended_.clear();
    fault_ = repair_.finish(mended_);
    return escape();
}

AnswerStreamRepair::Text::Text() = default;

void AnswerStreamRepair::fail() {
    over_ = true;
    refuse(next_, unrepairable());
}

void AnswerStreamRepair::text(std::string_view escaped, openai::TextChannel channel, std::string_view) {
    hear(escaped);
    if (over_) return;
    if (channel == openai::TextChannel::refusal) {
        refused_ = true;
        return next_.text(escaped, channel, {});
    }
    if (!content_) content_.emplace();
    const std::string_view mended = content_->feed(escaped);
    if (content_->wrote()) {
        remark_.clear();
    } else if (remark_.size() + escaped.size() <= answer_bytes_max) {
        remark_ += escaped;
    }
    if (!mended.empty()) next_.text(mended, channel, {});
}

void AnswerStreamRepair::reasoning(std::string_view escaped) {
    hear(escaped);
    if (!over_) next_.reasoning(escaped);
}

/// Beside calls, content that is no JSON is a remark of the model's.
void AnswerStreamRepair::finish_content() {
    if (!content_) return;
    const bool wrote = content_->wrote();
    const std::string_view rest = has_calls_ && !wrote ? std::string_view(remark_) : content_->finish();
    if (!rest.empty()) next_.text(rest, openai::TextChannel::content, {});
    if (content_->failed()) fail();
    content_.reset();
}

void AnswerStreamRepair::tool_start(std::uint32_t index, std::string_view id, std::string_view name) {
    hear(name);
    finish_call();
    has_calls_ = true;
    if (!over_) finish_content();
    if (over_) return;
    call_ = index;
    arguments_.emplace();
    next_.tool_start(index, id, name);
}

void AnswerStreamRepair::tool_args(std::uint32_t index, std::string_view escaped) {
    hear(escaped);
    if (over_ || !arguments_ || index != call_) return;
    const std::string_view mended = arguments_->feed(escaped);
    if (!mended.empty()) next_.tool_args(index, mended);
}

void AnswerStreamRepair::tool_end(std::uint32_t index) {
    if (index == call_) finish_call();
}

void AnswerStreamRepair::finish_call() {
    if (over_ || !arguments_) return;
    if (!arguments_->is_blank()) {
        const std::string_view rest = arguments_->finish();
        if (arguments_->failed()) return fail();
        if (!rest.empty()) next_.tool_args(call_, rest);
    }
    arguments_.reset();
    next_.tool_end(call_);  // where there were no arguments, an empty object is written here
}

void AnswerStreamRepair::finish(openai::FinishReason reason, std::string_view native) {
    if (over_) return;
    finish_call();
    const bool says_nothing = !content_ && !has_calls_ && !refused_ && reason != openai::FinishReason::content_filter;
    if (says_nothing) return fail();
    if (!over_) finish_content();
    if (over_) return;
    over_ = true;
    next_.finish(reason, native);
}

void AnswerStreamRepair::error(const Error& error) {
    if (!over_) next_.error(error);
    over_ = true;
}

}  // namespace parley::postprocess
