#include "openai/later_fields.hpp"

#include <string>
#include <string_view>

namespace parley::openai {
namespace {

void refuse(std::string_view name, Problems& problems) { problems.add(std::string(name) + " is not supported yet"); }

void refuse_any(json::Value value, std::string_view name, Problems& problems) {
    if (!value.is_missing()) refuse(name, problems);
}

void check_transcript_id(json::Value id, Problems& problems) {
    if (id.is_missing()) return;
    if (!id.is(json::Kind::string)) return problems.add("transcript_id must be a string");
    refuse("transcript_id", problems);
}

}  // namespace

void check_later_fields(const RequestMembers& members, Problems& problems) {
    check_transcript_id(members.transcript_id, problems);
    refuse_any(members.transcript, "transcript", problems);
    refuse_any(members.transcript_format, "transcript_format", problems);
    if (!members.model_region.is_missing() && !members.model_region.equals("global")) {
        problems.add("model_region can only be set to global");
    }
    const json::Value retention = members.zero_data_retention;
    if (!retention.is_missing() && !retention.boolean()) problems.add("zero_data_retention must be a boolean");
}

}  // namespace parley::openai
