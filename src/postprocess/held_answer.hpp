// held_answer.hpp: an answer that is kept until the model has finished, and what is done with it then.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "openai/events.hpp"
#include "postprocess/step_sink.hpp"

namespace parley::postprocess {

/// An answer that is kept is at most this long. Longer ones are refused as they come.
inline constexpr std::size_t answer_bytes_max = 16 * 1024 * 1024;

/// Everything of an answer but its usage. All texts are escaped.
struct Answer {
    struct Call {
        std::string id;
        std::string name;
        std::string arguments;
    };

    std::string upstream_id;
    std::string content;
    std::string refusal;
    std::string reasoning;
    std::string signature;
    std::string logprobs;  // of a content that came in one piece
    std::vector<Call> calls;
    openai::FinishReason finish_reason = openai::FinishReason::stop;
    std::string native_finish_reason;

    /// There is no content, and none was meant: a refusal, or what a filter left over.
    bool says_nothing() const { return content.empty() && (!refusal.empty() || finish_reason == openai::FinishReason::content_filter); }
};

/// One step. Safe to share between threads.
class AnswerStep {
  public:
    virtual ~AnswerStep() = default;
    /// Changes the answer, or says why the caller cannot have it.
    virtual std::optional<StepFault> apply(Answer& answer) const = 0;
};
using AnswerSteps = std::vector<std::unique_ptr<const AnswerStep>>;

/// Belongs to one thread at a time.
class HeldAnswer {
  public:
    explicit HeldAnswer(AnswerSteps steps) : steps_(std::move(steps)) {}

    Answer& answer() { return answer_; }
    /// Each step in its order; the first fault is the end.
    void work() {
        for (const auto& step : steps_) {
            if (!fault_) fault_ = step->apply(answer_);
        }
    }
    const std::optional<StepFault>& fault() const { return fault_; }

  private:
    AnswerSteps steps_;
    Answer answer_;
    std::optional<StepFault> fault_;
};

}  // namespace parley::postprocess
