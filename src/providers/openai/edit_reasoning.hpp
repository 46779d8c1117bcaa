// edit_reasoning.hpp: how much a model thinks, asked for in its host's words.
#pragma once

#include "providers/openai/request_edit.hpp"

namespace parley::providers::openai_dialect {

/// Puts what the caller said with `reasoning` ({effort, max_tokens}, the public API's) or `reasoning_effort` (OpenAI's)
/// where the host looks for it. `reasoning` wins where both speak. An effort that the model does not know becomes the
/// next higher one, `none` and `minimal` the lowest. A caller who used the host's own fields is not corrected. Who says
/// nothing gets nothing added.
///
/// Returns the effort under which the model will answer, as far as it is known.
catalog::Effort edit_reasoning(RequestEdit& edit);

}  // namespace parley::providers::openai_dialect
