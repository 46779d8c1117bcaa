// answer_keeper.hpp: keeps an answer until the model has finished, has the steps change it, and passes all of it on at once.
//
// What a step refuses becomes an error in the answer's place, and nobody sees the refused text.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "postprocess/held_answer.hpp"
#include "postprocess/step_sink.hpp"

namespace parley::postprocess {

class AnswerKeeper final : public StepSink {
  public:
    /// next          outlives this
    /// bytes_at_once  a longer answer is due (StepSink) once it is whole, instead of being worked on at once
    AnswerKeeper(openai::EventSink& next, AnswerSteps steps, std::size_t bytes_at_once = answer_bytes_max)
        : next_(next), held_(std::make_shared<HeldAnswer>(std::move(steps))), bytes_at_once_(bytes_at_once) {}

    void start(std::string_view upstream_id) override { answer().upstream_id = upstream_id; }
    void text(std::string_view escaped, openai::TextChannel channel, std::string_view logprobs) override;
    void reasoning(std::string_view escaped) override { keep(answer().reasoning, escaped); }
    void signature(std::string_view json) override { answer().signature = json; }
    void tool_start(std::uint32_t index, std::string_view id, std::string_view name) override;
    void tool_args(std::uint32_t index, std::string_view escaped) override;
    void tool_end(std::uint32_t) override {}
    void usage(const openai::Usage& usage) override { next_.usage(usage); }
    void finish(openai::FinishReason reason, std::string_view native) override;
    void error(const Error& error) override;

    std::shared_ptr<HeldAnswer> due() const override { return is_due_ ? held_ : nullptr; }
    void deliver() override;
    void give_up(StepFault fault) override;

  private:
    Answer& answer() { return held_->answer(); }
    void keep(std::string& text, std::string_view escaped);
    void pass_on();

    openai::EventSink& next_;
    std::shared_ptr<HeldAnswer> held_;  // with whoever works on it, while it is due
    const std::size_t bytes_at_once_;
    std::size_t kept_bytes_ = 0;
    bool over_ = false;
    bool is_due_ = false;
};

}  // namespace parley::postprocess
