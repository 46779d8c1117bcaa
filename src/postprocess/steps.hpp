// steps.hpp: the steps that there are. To add one: a class beside the others, its word in openai/post_processing.cpp, and a line in
// steps.cpp.
#pragma once

#include <memory>
#include <optional>

#include "openai/chat_request.hpp"
#include "postprocess/step_sink.hpp"
#include "schema/schema_cache.hpp"

namespace parley::postprocess {

/// Whether the steps can do what the request asks of them. Before anybody is asked.
std::optional<Error> check_steps(const openai::ChatRequest& request, schema::SchemaCache& schemas);

/// The steps that a request asks for, in front of `next`, which outlives them; null where it asks for none. What they need of the
/// request they keep. The request has passed check_steps().
std::unique_ptr<StepSink> make_steps(const openai::ChatRequest& request, schema::SchemaCache& schemas, openai::EventSink& next);

}  // namespace parley::postprocess
