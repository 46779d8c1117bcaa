// steps.hpp: the steps that there are. To add one: a folder beside json_repair/, and a line in steps.cpp.
#pragma once

#include <memory>

#include "openai/chat_request.hpp"
#include "postprocess/step_sink.hpp"

namespace parley::postprocess {

/// The steps that a request asks for, in front of `next`, which outlives them; null where it asks for none. What they need of the
/// request they keep.
std::unique_ptr<StepSink> make_steps(const openai::ChatRequest& request, openai::EventSink& next);

}  // namespace parley::postprocess
