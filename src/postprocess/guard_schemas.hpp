// guard_schemas.hpp: the schemas that a request's answer has to fit, compiled.
#pragma once

#include <optional>

#include "base/result.hpp"
#include "openai/chat_request.hpp"
#include "postprocess/answer_guard.hpp"
#include "schema/schema_cache.hpp"

namespace parley::postprocess {

/// That of its `response_format`, and those of its tools that are `strict`.
///
/// Errors  bad_request, with the field: the first schema that cannot be held against anything
Result<GuardSchemas> read_guard_schemas(const openai::ChatRequest& request, schema::SchemaCache& cache);

}  // namespace parley::postprocess
