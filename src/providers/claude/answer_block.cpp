#include "providers/claude/answer_block.hpp"

#include "json/write.hpp"

namespace parley::providers::claude {

void AnswerBlock::say(std::string_view escaped, openai::EventSink& sink) {
    if (escaped.empty()) return;
    has_arguments = true;
    if (kind == Kind::thinking) thought += escaped;
    std::string scratch;
    tell(joiner.join(escaped, scratch), sink);
}

void AnswerBlock::end(Thoughts& thoughts, openai::EventSink& sink) {
    if (takes_json() && !has_arguments) {
        std::string escaped;
        json::append_escaped(escaped, input.empty() ? std::string_view("{}") : input);
        say(escaped, sink);
    }
    tell(joiner.flush(), sink);
    if (kind == Kind::call) sink.tool_end(call);
    if (kind == Kind::thinking) thoughts.add(thought, signature);
}

void AnswerBlock::tell(std::string_view joined, openai::EventSink& sink) const {
    if (joined.empty()) return;
    switch (kind) {
        case Kind::text:
        case Kind::form: return sink.text(joined, openai::TextChannel::content, {});
        case Kind::thinking: return sink.reasoning(joined);
        case Kind::call: return sink.tool_args(call, joined);
        case Kind::other: return;
    }
}

}  // namespace parley::providers::claude
