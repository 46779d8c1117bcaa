// step_work.hpp: answers that are too much work for a loop's thread.
#pragma once

#include "exchange/exchange_context.hpp"
#include "postprocess/step_sink.hpp"

namespace parley::exchange {

/// Has the answer that is due (postprocess/step_sink.hpp) worked on elsewhere. It is then there to be delivered, unless there is a fault.
Task<std::optional<postprocess::StepFault>> work_elsewhere(ExchangeContext& context, const postprocess::StepSink& steps);

/// Passes on what has become of it.
inline void deliver(postprocess::StepSink& steps, std::optional<postprocess::StepFault> fault) {
    fault ? steps.give_up(std::move(*fault)) : steps.deliver();
}

}  // namespace parley::exchange
