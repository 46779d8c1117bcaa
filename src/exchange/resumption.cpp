#include "exchange/resumption.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "exchange/accounting.hpp"
#include "exchange/attempt_outcome.hpp"
#include "exchange/rate_limit.hpp"
#include "exchange/waiting_caller.hpp"
#include "http/loop.hpp"
#include "openai/continuation_body.hpp"
#include "postprocess/continuation/resume_point.hpp"

namespace parley::exchange {
namespace {

using routing::Step;

constexpr std::int64_t bytes_per_token = 4;  // about; what is left of a limit need not be exact

std::string_view without_space_at_its_end(std::string_view text) { return text.substr(0, text.find_last_not_of(" \t\r\n") + 1); }

/// How a model is asked that takes an assistant's message for a turn that is over. That it says the last words again is how its answer is
/// known to go on.
std::string in_words(std::string_view tail) {
    std::string words =
        "The connection failed in the middle of your answer above. Go on with it where it breaks off, as if nothing had "
        "happened. Begin by repeating its last words exactly, without any remark before them. They are: \"";
    words += without_space_at_its_end(tail);
    return words += '"';
}

/// The rest of an answer, as it is asked for.
struct Rest {
    std::string_view sent;
    std::size_t from = 0;
    bool prefills = false;  // the model goes on from what it is shown

    std::string body(const openai::ChatRequest& request) const {
        if (from == 0) return openai::continuation_body(request, {});
        const std::string words = prefills ? std::string() : in_words(sent.substr(from));
        const std::string_view begun = without_space_at_its_end(prefills ? sent.substr(0, from) : sent);
        const auto used = static_cast<std::int64_t>(from) / bytes_per_token;
        return openai::continuation_body(request, {begun, words, std::max<std::int64_t>(1, request.effective_max_tokens() - used)});
    }
};

/// What came of the attempt whose stream has broken off, or who went on with something else, so that the route can go on.
void count_break(Relay& relay) {
    ExchangeContext& context = relay.context;
    const UnbrokenAnswer& answer = *relay.answer;
    AttemptEnd end{.outcome = Outcome::upstream_cut, .http_status = relay.upstream_status, .usage = answer.last_usage()};
    end.answered_bytes = answer.heard_bytes();
    end.answered_chunks = answer.heard_chunks();
    end.error_class = answer.is_apart() ? std::string_view("not_continued") : to_string(class_of(answer.fault()));
    end_attempt(context, relay.number, end);
    if (!answer.is_apart()) {
        count_failure(context, relay.number, answer.fault());
        return;
    }
    // The target has answered, and is not to blame; the route goes on as after an answer that nobody can use.
    count_success(context, relay.number);
    const AttemptFacts& facts = context.record.account.attempts[relay.number];
    context.record.failure = providers::FailureClass::malformed_reply;
    context.record.failed.push_back({facts.model->model.id, relay.upstream_status, "not_continued"});
}

/// Whether the call can be made. A model that refuses to be shown a beginning, as one that thinks does, is asked in words.
bool aim(ExchangeContext& context, ChatTurn& turn, const Step& step, Rest rest) {
    const bool is_another_model = step.place.model != turn.call()->place().model;
    const openai::ChatRequest& request = turn.request_for(step);
    const char* fault = can_be_resumed(request) ? nullptr : "not_expressible";
    if (!fault && turn.aim_at_rest(context, step, rest.body(request))) {
        const bool was_prefilled = std::exchange(rest.prefills, false);
        if (!was_prefilled || turn.aim_at_rest(context, step, rest.body(request))) fault = "not_expressible";
    }
    const std::string& model = turn.model_of(step);
    if (!fault && is_another_model && count_against_limit(context, model)) fault = "request_limit";
    if (fault) context.record.failed.push_back({model, 0, fault});
    return !fault;
}

/// Makes the turn's call, which goes on with the relay's answer if it can. The relay of before, and its connection, are gone.
Task<bool> ask(std::unique_ptr<Relay>& relay, ChatTurn& turn, std::size_t from) {
    ExchangeContext& context = relay->context;
    relay->answer->go_on_from(from);
    const std::shared_ptr<Call> call = turn.call();
    relay = std::make_unique<Relay>(context, context.http.stop(), std::move(*relay));
    context.services.metrics.add(observe::Counter::upstream_resumes);
    context.record.failure.reset();
    const std::optional<Error> error = co_await begin_for_waiting_caller(relay, call);
    if (error && relay->answer->is_broken()) count_break(*relay);
    co_return !error;
}

/// The attempts before it were told, but the one that goes on is the one that answers, and is paid.
void join(Relay& relay) {
    auto& attempts = relay.context.record.account.attempts;
    for (std::size_t number = 0; number < attempts.size(); ++number) {
        if (number != relay.number) attempts[number].answered = false;
    }
    relay.context.services.metrics.add(observe::Counter::upstream_resumes_joined);
    count_success(relay.context, relay.number);
}

}  // namespace

bool can_be_resumed(const openai::ChatRequest& request) {
    const openai::RequestMembers& members = request.members;
    const json::Value form = members.response_format.find("type");
    const bool is_text = form.is_missing() || form.equals("text");
    const bool is_more = members.logprobs.boolean().value_or(false) || !members.audio.is_missing();
    return is_text && !is_more && request.post_processing.steps.empty() && !openai::ends_with_assistant(request);
}

Task<bool> go_on(std::unique_ptr<Relay>& relay, ChatTurn& turn) {
    ExchangeContext& context = relay->context;
    count_break(*relay);
    relay->is_counted = true;
    const std::size_t from = postprocess::continuation::resume_point(relay->answer->sent());
    bool prefill_worked = true;  // as far as anybody knows: who was shown a beginning, and said something else, is asked in words
    while (context.record.failure) {
        const routing::Failure failure{*context.record.failure, std::nullopt};
        const Step step = turn.step_onward(context, failure);
        if (step.kind == Step::Kind::give_up) break;
        const ResolvedTarget& target = turn.target_of(step);
        const bool prefills = prefill_worked && target.provider->goes_on_from_prefill(target.target);
        if (!aim(context, turn, step, {relay->answer->sent(), from, prefills})) continue;
        bool joined = co_await ask(relay, turn, from);
        if (!joined && turn.call()->take_mended()) joined = co_await ask(relay, turn, from);
        relay->is_counted = !joined;
        if (context.http.stop().requested()) {
            abandon_attempt(context, relay->number);
            co_return false;
        }
        if (joined) {
            join(*relay);
            co_return true;
        }
        if (!prefills) continue;
        const bool was_refused = context.record.failure == providers::FailureClass::caller_fault;
        if (was_refused) context.record.failure = providers::FailureClass::malformed_reply;  // by what we added: it is worth another try
        prefill_worked = !was_refused && !relay->answer->is_apart();
    }
    co_return false;
}

}  // namespace parley::exchange
