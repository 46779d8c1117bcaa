// json_word.hpp: a form of the answer that the host does not take, or not without a word about it in the messages.
#pragma once

#include <optional>
#include <string>

#include "providers/openai/request_edit.hpp"

namespace parley::providers::openai_dialect {

/// The request with a sentence about the form behind the instructions, for hosts of `json_word`; nullopt where it needs none. A
/// schema that the host does not know is told there, and becomes `json_object`; for any JSON a sentence is added only where no message
/// speaks of it.
///
/// Without the word such a host answers 400, or writes white space until its limit. Sources: OpenAI API reference, "Create chat
/// completion", response_format; DeepSeek API docs, "JSON Output".
std::optional<std::string> with_json_word(const RequestEdit& edit);

}  // namespace parley::providers::openai_dialect
