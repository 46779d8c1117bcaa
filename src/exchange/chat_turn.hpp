// chat_turn.hpp: what both ways of answering a chat completion share: the request, read and encoded for its target.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/small_blocks.hpp"
#include "exchange/call.hpp"
#include "exchange/candidate.hpp"
#include "exchange/exchange_context.hpp"
#include "openai/chat_request.hpp"
#include "routing/route.hpp"
#include "upstream/attempt.hpp"

namespace parley::exchange {

/// Seconds since 1970, for `created`.
std::int64_t unix_seconds();

/// The snapshot's deadlines, from the moment at which the request arrived.
upstream::Deadlines deadlines_of(const ExchangeContext& context);

/// Counts an exchange as in flight for as long as it lives.
class InFlight {
  public:
    explicit InFlight(observe::ThreadMetrics& metrics) : metrics_(metrics) { metrics_.add(observe::Counter::exchanges_begun); }
    ~InFlight() { metrics_.add(observe::Counter::exchanges_ended); }
    InFlight(const InFlight&) = delete;
    InFlight& operator=(const InFlight&) = delete;

  private:
    observe::ThreadMetrics& metrics_;
};

/// What a provider's translator is shown of a whole reply. Views into both.
providers::UpstreamReply reply_of(const upstream::ReplyHead& head, std::string_view body);

/// A request, and at whom it is aimed. Views into the caller's body, which the ServerExchange keeps: drop the turn before
/// release_body(). Neither copied nor moved.
class ChatTurn {
  public:
    ChatTurn() = default;
    ChatTurn(const ChatTurn&) = delete;
    ChatTurn& operator=(const ChatTurn&) = delete;

    // Each request makes one.
    static void* operator new(std::size_t bytes) { return detail::allocate_block(bytes); }
    static void operator delete(void* turn, std::size_t bytes) { detail::free_block(turn, bytes); }

    /// Reads the request; the conversation is then as its provider knows it.
    std::optional<Error> read(const ExchangeContext& context, std::string_view body) { return request_.read(context, body); }
    /// The same for a body that the turn keeps, in the place of the caller's.
    std::optional<Error> read_own(const ExchangeContext& context, std::string body) { return read(context, own_body_ = std::move(body)); }
    /// Finds the models that may answer, asks whether the caller may use them and whether they can do what is wanted, and aims at
    /// the first target that may be asked. The context's snapshot outlives the turn.
    ///
    /// now  unix seconds
    std::optional<Error> choose_target(ExchangeContext& context, std::int64_t now, Asker asker = Asker::caller);
    /// Whether the models' contexts have room for what is asked. The last check, as in the public API: such a request has counted
    /// against the limit.
    std::optional<Error> check_room() const;

    /// What follows the attempt that failed; nothing is aimed at it yet.
    routing::Step step_after(ExchangeContext& context, const routing::Failure& failure);
    /// Whom to ask beside the call that is under way.
    routing::Step step_beside(ExchangeContext& context);
    /// From here on the turn's call is that of the step. The error says why it cannot be made.
    std::optional<Error> aim(ExchangeContext& context, const routing::Step& step);

    /// From here on the turn's call is the last one again, of a model that is told what was wrong with its answer. Once; false where
    /// there is to be no repetition.
    ///
    /// correction  as in postprocess::StepFault; empty: the same is asked
    bool ask_again(ExchangeContext& context, std::string_view correction);

    /// The same without a word about the answer.
    bool ask_once_more(ExchangeContext& context) { return ask_again(context, {}); }

    /// Who goes on with an answer that broke off; nothing is aimed at it yet.
    routing::Step step_onward(ExchangeContext& context, const routing::Failure& failure);
    /// The same as aim() for a request of its own: the rest of an answer. What points into the call before is void then.
    std::optional<Error> aim_at_rest(ExchangeContext& context, const routing::Step& step, std::string body);
    /// The request as it is put to the step's model.
    const openai::ChatRequest& request_for(const routing::Step& step) const { return *candidates_[step.place.model].request; }
    const std::string& model_of(const routing::Step& step) const { return candidates_[step.place.model].served->model.id; }
    const ResolvedTarget& target_of(const routing::Step& step) const { return candidates_[step.place.model].target(step.place.target); }

    /// Once it is aimed. Shared: two calls may be under way, and both outlive their turn's next aim.
    const std::shared_ptr<Call>& call() const { return call_; }

    // Of the call.
    const openai::ChatRequest& request() const { return call_ ? call_->request() : *request_; }
    const std::string& model_id() const { return call_->model_id(); }
    const ResolvedTarget& target() const { return call_->target(); }

  private:
    std::string own_body_;  // empty: the request points into the caller's
    RestoredRequest request_;
    Candidates candidates_;
    std::optional<routing::Route> route_;
    std::unique_ptr<Candidate> rest_;  // what is asked for the rest of an answer; null: nothing so far
    std::shared_ptr<Call> call_;
    bool was_corrected_ = false;
};

/// What an answer's head and the log say of the model and target that answer, in the place of what was said of others.
void describe(ExchangeContext& context, const Call& call);

}  // namespace parley::exchange
