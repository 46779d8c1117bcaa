#include "postprocess/steps.hpp"

#include "postprocess/answer_guard.hpp"
#include "postprocess/answer_keeper.hpp"
#include "postprocess/answer_repair.hpp"
#include "postprocess/answer_stream_repair.hpp"
#include "postprocess/guard_schemas.hpp"

namespace parley::postprocess {
namespace {

using openai::StepKind;

/// What is held against a schema on a loop's thread is at most this long.
constexpr std::size_t guarded_bytes_at_once = 64 * 1024;

std::unique_ptr<const AnswerStep> make_step(StepKind kind, const openai::ChatRequest& request, schema::SchemaCache& schemas) {
    if (kind == StepKind::json_repair) {
        const json::Value schema = request.members.response_format.find("json_schema").find("schema");
        return std::make_unique<AnswerRepair>(schema ? std::string(schema.raw()) : std::string());
    }
    Result<GuardSchemas> read = read_guard_schemas(request, schemas);
    return std::make_unique<AnswerGuard>(read ? std::move(*read) : GuardSchemas());
}

}  // namespace

std::optional<Error> check_steps(const openai::ChatRequest& request, schema::SchemaCache& schemas) {
    if (!request.post_processing.wants(StepKind::schema_guard)) return std::nullopt;
    const Result<GuardSchemas> read = read_guard_schemas(request, schemas);
    if (!read) return read.error();
    return std::nullopt;
}

std::unique_ptr<StepSink> make_steps(const openai::ChatRequest& request, schema::SchemaCache& schemas, openai::EventSink& next) {
    const openai::PostProcessing& wanted = request.post_processing;
    if (wanted.steps.empty()) return nullptr;
    if (request.stream && !wanted.keeps_answer()) return std::make_unique<AnswerStreamRepair>(next);
    AnswerSteps steps;
    for (const StepKind kind : wanted.steps) steps.push_back(make_step(kind, request, schemas));
    const std::size_t at_once = wanted.wants(StepKind::schema_guard) ? guarded_bytes_at_once : answer_bytes_max;
    return std::make_unique<AnswerKeeper>(next, std::move(steps), at_once);
}

}  // namespace parley::postprocess
