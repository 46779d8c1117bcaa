// answer_guard.hpp: the step `schema-guard`: an answer that fits the schema that it was asked to fit, or none. Ours.
//
// The content is held against the `response_format`, the arguments of calls against the parameters of tools that are `strict`. What
// does not fit is put in the schema's form where it says itself what it means (schema/coerce.hpp), and held against it once more.
// docs/decisions/0019.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "postprocess/held_answer.hpp"
#include "schema/coerce.hpp"
#include "schema/compiled_schema.hpp"

namespace parley::postprocess {

struct GuardSchema {
    std::shared_ptr<const schema::CompiledSchema> schema;
    schema::Unknown unknown = schema::Unknown::kept;  // dropped where the caller asked for strictness
};

/// What an answer is held against.
struct GuardSchemas {
    std::optional<GuardSchema> content;
    std::map<std::string, GuardSchema, std::less<>> calls;  // by the names of tools

    bool empty() const { return !content && calls.empty(); }
};

class AnswerGuard final : public AnswerStep {
  public:
    explicit AnswerGuard(GuardSchemas schemas) : schemas_(std::move(schemas)) {}

    /// What is wrong is told by places and rules, and never in the model's words.
    std::optional<StepFault> apply(Answer& answer) const override;

  private:
    GuardSchemas schemas_;
};

}  // namespace parley::postprocess
