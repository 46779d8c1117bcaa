#include "postprocess/guard_schemas.hpp"

#include <string>
#include <utility>

#include "openai/problems.hpp"

namespace parley::postprocess {
namespace {

using openai::Problems;

schema::Unknown unknown_of(json::Value strict) {
    return strict.boolean().value_or(false) ? schema::Unknown::dropped : schema::Unknown::kept;
}

std::optional<Error> read_content_schema(json::Value response_format, schema::SchemaCache& cache, GuardSchemas& schemas) {
    if (!response_format.find("type").equals("json_schema")) return std::nullopt;
    const json::Value format = response_format.find("json_schema");
    auto compiled = cache.find_or_compile(format.find("schema").raw());
    if (!compiled) {
        return openai::invalid_request(
            Problems::one("response_format is invalid: schema-guard: " + compiled.error().message, "response_format"));
    }
    schemas.content = GuardSchema{std::move(*compiled), unknown_of(format.find("strict"))};
    return std::nullopt;
}

/// Only tools that the caller wants strictly called.
std::optional<Error> read_call_schemas(json::Value tools, schema::SchemaCache& cache, GuardSchemas& schemas) {
    std::size_t index = 0;
    for (const json::Value tool : tools.elements()) {
        const json::Value function = tool.find("function");
        const json::Value parameters = function.find("parameters");
        const std::string place = "tools[" + std::to_string(index++) + "].function.parameters";
        if (!function.find("strict").boolean().value_or(false) || parameters.is_missing()) continue;
        auto compiled = cache.find_or_compile(parameters.raw());
        if (!compiled) return openai::invalid_request(Problems::one(place + ": schema-guard: " + compiled.error().message, place));
        schemas.calls.emplace(function.find("name").string(), GuardSchema{std::move(*compiled), schema::Unknown::dropped});
    }
    return std::nullopt;
}

}  // namespace

Result<GuardSchemas> read_guard_schemas(const openai::ChatRequest& request, schema::SchemaCache& cache) {
    GuardSchemas schemas;
    if (auto error = read_content_schema(request.members.response_format, cache, schemas)) return std::move(*error);
    if (auto error = read_call_schemas(request.members.tools, cache, schemas)) return std::move(*error);
    return schemas;
}

}  // namespace parley::postprocess
