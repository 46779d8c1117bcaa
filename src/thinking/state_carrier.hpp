// state_carrier.hpp: stands between a decoder and what prints its events, and hides thinking state in the ids of calls.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "openai/events.hpp"
#include "thinking/state_keeper.hpp"

namespace parley::thinking {

/// Passes every event on. State that was said before a call travels in that call's id; what was carried once is not carried
/// again, for state is said as a running total. Both outlive the carrier.
class StateCarrier final : public openai::EventSink {
  public:
    StateCarrier(openai::EventSink& sink, const StateScope& scope) : sink_(sink), scope_(scope) {}

    void start(std::string_view upstream_id) override { sink_.start(upstream_id); }
    void text(std::string_view escaped, openai::TextChannel channel, std::string_view logprobs) override {
        sink_.text(escaped, channel, logprobs);
    }
    void reasoning(std::string_view escaped) override { sink_.reasoning(escaped); }
    void signature(std::string_view json) override {
        state_ = json;
        sink_.signature(json);
    }
    void tool_start(std::uint32_t index, std::string_view id, std::string_view name) override {
        if (state_.empty()) return sink_.tool_start(index, id, name);
        const std::string carrying = scope_.carry(id, std::exchange(state_, std::string()));
        sink_.tool_start(index, carrying, name);
    }
    void tool_args(std::uint32_t index, std::string_view escaped) override { sink_.tool_args(index, escaped); }
    void tool_end(std::uint32_t index) override { sink_.tool_end(index); }
    void usage(const openai::Usage& usage) override { sink_.usage(usage); }
    void finish(openai::FinishReason reason, std::string_view native) override { sink_.finish(reason, native); }
    void error(const Error& error) override { sink_.error(error); }

  private:
    openai::EventSink& sink_;
    StateScope scope_;
    std::string state_;  // that no id carries yet
};

}  // namespace parley::thinking
