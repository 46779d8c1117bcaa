#include "exchange/unbroken_answer.hpp"

#include <utility>

#include "json/write.hpp"

namespace parley::exchange {
namespace {

using State = postprocess::continuation::OverlapDropper::State;

Error not_continued() {
    return Error{.kind = ErrorKind::upstream_error,
                 .source = ErrorSource::upstream,
                 .message = "upstream provider error",
                 .problems = {"the answer that broke off was not gone on with"}};
}

}  // namespace

bool UnbrokenAnswer::may_be_resumed() const { return is_text_ && emitter_.started() && !emitter_.finished() && !emitter_.failure(); }

void UnbrokenAnswer::hear(std::string_view escaped) {
    heard_bytes_ += escaped.size();
    ++heard_chunks_;
}

void UnbrokenAnswer::remember(std::string_view escaped) {
    if (!is_text_) return;
    json::append_unescaped(sent_, escaped);
    if (sent_.size() <= resumable_bytes_max) return;
    is_text_ = false;
    sent_ = std::string();
}

void UnbrokenAnswer::send(std::string_view plain) {
    std::string escaped;
    json::append_escaped(escaped, plain);
    remember(escaped);
    next_.text(escaped, openai::TextChannel::content, {});
}

void UnbrokenAnswer::stand_apart() {
    is_apart_ = true;
    fault_ = not_continued();
}

void UnbrokenAnswer::text(std::string_view escaped, openai::TextChannel channel, std::string_view logprobs) {
    hear(escaped);
    if (is_broken()) return;
    if (channel == openai::TextChannel::refusal) {
        if (!is_joined()) return stand_apart();
        is_text_ = false;
        return next_.text(escaped, channel, logprobs);
    }
    if (!dropper_) {
        remember(escaped);
        return next_.text(escaped, channel, logprobs);
    }
    std::string plain;
    std::string fresh;
    json::append_unescaped(plain, escaped);
    if (dropper_->feed(plain, fresh) == State::apart) return stand_apart();
    if (!fresh.empty()) send(fresh);
}

/// What was thought was shown with the first attempt; a second train of thought would stand in the middle of the answer.
void UnbrokenAnswer::reasoning(std::string_view escaped) {
    hear(escaped);
    if (!dropper_) next_.reasoning(escaped);
}

void UnbrokenAnswer::signature(std::string_view json) {
    if (!dropper_) next_.signature(json);
}

/// A half call is nothing that somebody else could end.
void UnbrokenAnswer::tool_start(std::uint32_t index, std::string_view id, std::string_view name) {
    hear(name);
    if (is_broken()) return;
    if (!is_joined()) {
        std::string fresh;
        if (dropper_->finish(fresh) == State::apart) return stand_apart();
        if (!fresh.empty()) send(fresh);
    }
    is_text_ = false;
    next_.tool_start(index, id, name);
}

void UnbrokenAnswer::tool_args(std::uint32_t index, std::string_view escaped) {
    hear(escaped);
    if (!is_broken()) next_.tool_args(index, escaped);
}

void UnbrokenAnswer::tool_end(std::uint32_t index) {
    if (!is_broken()) next_.tool_end(index);
}

/// The emitter learns it with the end: what a broken attempt used is not what the answer used.
void UnbrokenAnswer::usage(const openai::Usage& usage) {
    usage_ = usage;
    if (emitter_.finished()) next_.usage(usage);
}

void UnbrokenAnswer::finish(openai::FinishReason reason, std::string_view native) {
    if (is_broken()) return;
    if (!is_joined()) {
        std::string fresh;
        if (dropper_->finish(fresh) == State::apart) return stand_apart();
        if (!fresh.empty()) send(fresh);
    }
    if (usage_) next_.usage(*usage_);
    next_.finish(reason, native);
}

void UnbrokenAnswer::error(const Error& error) {
    if (is_broken()) return;
    if (!may_be_resumed()) return next_.error(error);
    fault_ = error;
    if (is_joined()) break_ = error;
}

void UnbrokenAnswer::go_on_from(std::size_t from) {
    dropper_.emplace(sent_, from);
    fault_.reset();
    usage_.reset();
    is_apart_ = false;
    heard_bytes_ = heard_chunks_ = 0;
}

void UnbrokenAnswer::give_up() {
    fault_.reset();
    next_.error(*break_);
}

}  // namespace parley::exchange
