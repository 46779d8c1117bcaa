#include "exchange/step_work.hpp"

#include <functional>
#include <memory>
#include <utility>

#include "exchange/side_thread.hpp"
#include "postprocess/held_answer.hpp"

namespace parley::exchange {

Task<std::optional<postprocess::StepFault>> work_elsewhere(ExchangeContext& context, const postprocess::StepSink& steps) {
    std::function<void()> work = [held = steps.due()] { held->work(); };
    if (!context.services.side_thread) {
        work();
        co_return std::nullopt;
    }
    std::optional<Error> error = co_await context.services.side_thread->work(context, std::move(work));
    if (!error) co_return std::nullopt;
    postprocess::StepFault fault;
    fault.error = std::move(*error);
    fault.error_class = "not_checked";
    co_return fault;
}

}  // namespace parley::exchange
