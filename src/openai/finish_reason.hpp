// finish_reason.hpp: why an answer ended, in OpenAI's four words, whatever the provider calls it.
#pragma once

#include <string_view>

#include "openai/events.hpp"

namespace parley::openai {

/// OpenAI's word for a provider's own (`end_turn`, `MAX_TOKENS`, `eos` ...). A word that nobody knows yet is `stop`: a
/// new reason must not break an answer that is already complete.
FinishReason read_finish_reason(std::string_view native);

/// Words with which a host says in place of a reason that it failed: `error`, DeepSeek's
/// `insufficient_system_resource`.
bool is_failure_reason(std::string_view native);

/// What `stop` means when the answer called tools. OpenAI itself says `stop` after a named tool choice and its clients
/// know it; everywhere else it is an oversight that would keep an agent from running the tool.
enum class StopWithCalls : std::uint8_t { means_tool_calls, is_kept };

/// Makes the reason agree with what was said: `stop` may become `tool_calls`, and `tool_calls` without a call becomes
/// `stop`. `length` and `content_filter` stay: the calls of a cut answer must not look executable.
FinishReason settle_finish_reason(FinishReason said, bool called_tools, StopWithCalls policy);

}  // namespace parley::openai
