#include "exchange/slip.hpp"

#include <string>

#include "exchange/accounting.hpp"
#include "exchange/attempt_outcome.hpp"

namespace parley::exchange {
namespace {

constexpr std::string_view error_class = "empty_answer";

Error said_nothing() {
    return Error{.kind = ErrorKind::upstream_error,
                 .source = ErrorSource::upstream,
                 .message = std::string(providers::public_message(ErrorKind::upstream_error)),
                 .problems = {"the model said nothing"}};
}

}  // namespace

std::optional<Error> ask_after_slip(ExchangeContext& context, ChatTurn& turn, const SilentAnswer& answer) {
    ExchangeRecord& record = context.record;
    const AttemptFacts& facts = record.account.attempts[answer.attempt];
    if (!facts.target->provider->slips_into_silence() || !turn.ask_once_more(context)) return std::nullopt;
    count_success(context, answer.attempt);
    count_usage(context, answer.usage);
    record.failed.push_back({facts.model->model.id, answer.upstream_status, std::string(error_class)});
    end_attempt(context, answer.attempt,
                {.outcome = Outcome::failed, .http_status = answer.upstream_status, .error_class = error_class, .usage = answer.usage});
    replace_answer(context, answer.attempt);
    context.services.metrics.add(observe::Counter::upstream_retries);
    record.is_aimed = true;
    return said_nothing();
}

}  // namespace parley::exchange
