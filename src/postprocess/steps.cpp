#include "postprocess/steps.hpp"

#include "postprocess/answer_repair.hpp"
#include "postprocess/answer_stream_repair.hpp"

namespace parley::postprocess {

std::unique_ptr<StepSink> make_steps(const openai::ChatRequest& request, openai::EventSink& next) {
    if (!request.post_processing.json_repair) return nullptr;
    if (request.stream && request.post_processing.pace == openai::RepairPace::streamed) return std::make_unique<AnswerStreamRepair>(next);
    const json::Value schema = request.members.response_format.find("json_schema").find("schema");
    return std::make_unique<AnswerRepair>(next, schema ? schema.raw() : std::string_view());
}

}  // namespace parley::postprocess
