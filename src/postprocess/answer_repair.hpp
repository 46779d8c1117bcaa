// answer_repair.hpp: the step `json-repair` on a whole answer.
//
// Once the model has finished, the content, or the arguments of its calls, are mended. What cannot be mended is refused.
// Source: AssemblyAI docs, "Post-processing"; what they leave open is docs/decisions/0015.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "postprocess/held_answer.hpp"

namespace parley::postprocess {

/// The 500 for an answer with no JSON in it.
StepFault unrepairable();

class AnswerRepair final : public AnswerStep {
  public:
    /// schema  the JSON schema that was asked for, or empty: of several values it chooses the first that fits
    explicit AnswerRepair(std::string schema) : schema_(std::move(schema)) {}

    std::optional<StepFault> apply(Answer& answer) const override;

  private:
    std::string schema_;
};

/// The inside of a JSON string whose text is mended, or nothing where there is no JSON in it. `escaped` itself where it was JSON.
std::optional<std::string> repair_escaped(std::string_view escaped, std::string_view schema = {});

}  // namespace parley::postprocess
