#include "openai/later_fields.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace parley::openai {
namespace {

constexpr std::int64_t fallback_depth_max = 2;  // AssemblyAI docs, "Fallbacks"

void refuse_list(json::Value list, std::string_view name, Problems& problems) {
    if (list.is_missing()) return;
    if (!list.is(json::Kind::array)) return problems.add(std::string(name) + " must be an array");
    if (list.size() > 0) problems.add(std::string(name) + " is not supported yet");
}

void refuse_any(json::Value value, std::string_view name, Problems& problems) {
    if (!value.is_missing()) problems.add(std::string(name) + " is not supported yet");
}

void check_fallback_config(json::Value config, Problems& problems) {
    if (config.is_missing()) return;
    if (!config.is(json::Kind::object)) return problems.add("fallback_config must be an object");
    const json::Value depth = config.find("depth");
    const json::Value retry = config.find("retry");
    if (!retry.is_missing() && !retry.boolean()) problems.add("fallback_config retry must be a boolean");
    if (depth.is_missing()) return;
    if (!depth.integer()) return problems.add("fallback_config depth must be an integer");
    if (*depth.integer() < 0) problems.add("fallback_config depth must be at least 0");
    if (*depth.integer() > fallback_depth_max) problems.add("fallback_config depth cannot be greater than 2");
}

}  // namespace

void check_later_fields(const RequestMembers& members, Problems& problems) {
    refuse_any(members.transcript_id, "transcript_id", problems);
    refuse_any(members.transcript, "transcript", problems);
    refuse_any(members.transcript_format, "transcript_format", problems);
    refuse_list(members.fallbacks, "fallbacks", problems);
    check_fallback_config(members.fallback_config, problems);
    refuse_list(members.post_processing_steps, "post_processing_steps", problems);
    if (!members.model_region.is_missing() && !members.model_region.equals("global")) {
        problems.add("model_region can only be set to global");
    }
    const json::Value retention = members.zero_data_retention;
    if (!retention.is_missing() && !retention.boolean()) problems.add("zero_data_retention must be a boolean");
    if (retention.boolean().value_or(false)) problems.add("zero_data_retention is not supported yet");
}

}  // namespace parley::openai
