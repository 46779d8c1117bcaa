// resumption.hpp: who goes on with a stream that broke off, and how they are asked.
#pragma once

#include <memory>

#include "exchange/relay.hpp"

namespace parley::exchange {

/// Whether a stream of this request can be gone on with by somebody who knows nothing but its text: not where the text is a document
/// with a form, or more than text is told with it, or the caller has begun the answer.
bool can_be_resumed(const openai::ChatRequest& request);

/// Asks for the rest of the relay's answer, which is broken: the next target of the turn's route, or the same one, until somebody goes on
/// or nobody is left. The model is asked to go on from the last complete clause (postprocess/continuation/resume_point.hpp): by an
/// answer that is begun, where it goes on from one, else in words.
///
/// `relay` is that of the latest attempt then, and its `out` holds what is new. True: somebody has gone on. False: nobody does, or the
/// caller has left.
Task<bool> go_on(std::unique_ptr<Relay>& relay, ChatTurn& turn);

}  // namespace parley::exchange
