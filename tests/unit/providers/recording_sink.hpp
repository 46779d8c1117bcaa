// recording_sink.hpp: the events of an answer as lines of text. A value: copy it beside the decoder that feeds it.
#pragma once

#include <string>

#include "openai/events.hpp"

namespace parley::tests {

class RecordingSink final : public openai::EventSink {
  public:
    void start(std::string_view id) override { add("start", id); }
    void text(std::string_view escaped, openai::TextChannel channel, std::string_view logprobs) override {
        add(channel == openai::TextChannel::content ? "text" : "refusal", escaped);
        if (!logprobs.empty()) add("logprobs", logprobs);
    }
    void reasoning(std::string_view escaped) override { add("reasoning", escaped); }
    void signature(std::string_view json) override { add("signature", json); }
    void tool_start(std::uint32_t index, std::string_view id, std::string_view name) override {
        add("tool_start", std::to_string(index) + " " + std::string(id) + " " + std::string(name));
    }
    void tool_args(std::uint32_t index, std::string_view escaped) override {
        add("tool_args", std::to_string(index) + " " + std::string(escaped));
    }
    void tool_end(std::uint32_t index) override { add("tool_end", std::to_string(index)); }
    void usage(const openai::Usage& usage) override {
        add("usage", std::to_string(usage.prompt_tokens) + " " + std::to_string(usage.completion_tokens));
    }
    void finish(openai::FinishReason reason, std::string_view native) override {
        add("finish", std::string(openai::to_string(reason)) + " " + std::string(native));
    }
    void error(const Error& error) override { add("error", error.problems.empty() ? error.message : error.problems.front()); }

    std::string lines;

  private:
    void add(std::string_view event, std::string_view what) { lines.append(event).append(" ").append(what).append("\n"); }
};

}  // namespace parley::tests
