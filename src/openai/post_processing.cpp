#include "openai/post_processing.hpp"

#include <string>

namespace parley::openai {
namespace {

constexpr std::size_t steps_max = 16;
constexpr std::string_view field = "post_processing_steps";

void add_step(StepKind kind, PostProcessing& wanted) {
    if (wanted.steps.empty() || wanted.steps.back() != kind) wanted.steps.push_back(kind);
}

void read_step(json::Value step, PostProcessing& wanted, Problems& problems) {
    const json::Value type = step.find("type");
    if (!type.is(json::Kind::string)) return problems.add("post_processing_steps must hold objects with a type");
    if (type.equals("schema-guard")) return add_step(StepKind::schema_guard, wanted);
    if (!type.equals("json-repair")) return problems.add("post_processing_steps type \"" + type.string() + "\" is not supported");
    add_step(StepKind::json_repair, wanted);
    const json::Value mode = step.find("mode");
    if (mode.is_missing() || mode.equals("buffer")) return;
    if (!mode.equals("stream")) return problems.add("post_processing_steps mode must be buffer or stream");
    wanted.pace = RepairPace::streamed;
}

}  // namespace

PostProcessing read_post_processing(json::Value steps, Problems& problems) {
    PostProcessing wanted;
    if (steps.is_missing()) return wanted;
    if (!steps.is(json::Kind::array)) {
        problems.add("post_processing_steps must be an array");
    } else if (steps.size() > steps_max) {
        problems.add("post_processing_steps must hold at most " + std::to_string(steps_max) + " steps", field);
    } else {
        for (const json::Value step : steps.elements()) read_step(step, wanted, problems);
    }
    return wanted;
}

}  // namespace parley::openai
