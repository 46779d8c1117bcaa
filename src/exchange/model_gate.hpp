// model_gate.hpp: what a model cannot be asked for. A known field that the model does not list as supported is refused rather
// than cut: an answer without it would not be the one that was asked for.
#pragma once

#include "catalog/model.hpp"
#include "openai/chat_request.hpp"
#include "openai/problems.hpp"

namespace parley::exchange {

/// Everything in `request` that `model` cannot do, in the words of the public API: parameters that it does not support, parts of
/// messages that it does not take. Not `stream`: an answer of a model that cannot stream is told as a stream. Empty: it may be
/// asked.
openai::Problems unsupported(const openai::ChatRequest& request, const catalog::Model& model);

/// Whether the answer that is asked for would fill the model's whole context: then there is no room for the question. How long
/// the question is, only the provider can count.
bool exceeds_context(const openai::ChatRequest& request, const catalog::Model& model);

}  // namespace parley::exchange
