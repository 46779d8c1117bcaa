// chat_turn.hpp: what both ways of answering a chat completion share: the request, read and encoded for its target.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "catalog/regions.hpp"
#include "exchange/exchange_context.hpp"
#include "openai/chat_request.hpp"
#include "routing/plain_retry.hpp"
#include "upstream/attempt.hpp"

namespace parley::exchange {

/// Seconds since 1970, for `created`.
std::int64_t unix_seconds();

/// Adds what a provider reported to the metrics.
void count_usage(ExchangeContext& context, const std::optional<openai::Usage>& usage);

/// Notes that the first chunk is about to leave.
void count_first_chunk(ExchangeContext& context);

/// The class of a failure that brought no reply to classify.
providers::FailureClass class_of(const Error& error);

/// Counts a failed attempt by its class, and gives the error that the caller sees.
Error count_failure(ExchangeContext& context, const providers::UpstreamFailure& failure);
/// The same for an attempt that brought no reply to classify: nobody answered, or not to the end.
Error count_failure(ExchangeContext& context, const Error& error);

/// The snapshot's deadlines, from the moment at which the request arrived.
upstream::Deadlines deadlines_of(const ExchangeContext& context);

/// The retry that the request allows itself: `fallback_config.retry`, on where nothing is said.
routing::PlainRetry retry_of(const ExchangeContext& context, const openai::ChatRequest& request);

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

/// Views into the caller's body, which the ServerExchange keeps: drop the turn before release_body().
class ChatTurn {
  public:
    std::optional<Error> read(std::string_view body) { return openai::read_chat_request(body, request_); }
    /// The same for a body that the turn keeps, in the place of the caller's.
    std::optional<Error> read_own(std::string body) { return read(own_body_ = std::move(body)); }
    /// Finds the model, asks whether the caller may use it and whether it can do what is wanted, and encodes the request for its
    /// first target on this host. The context's snapshot outlives the turn.
    ///
    /// now  unix seconds
    std::optional<Error> choose_target(ExchangeContext& context, std::int64_t now);
    /// Whether the model's context has room for what is asked. The last check, as in the public API: such a request has counted
    /// against the limit.
    std::optional<Error> check_room() const;

    const openai::ChatRequest& request() const { return request_; }
    const ServedModel& served() const { return *model_; }
    const std::string& model_id() const { return model_->model.id; }
    const catalog::Model& model() const { return model_->model; }
    const ResolvedTarget& target() const { return model_->targets[targets_[0]]; }
    const providers::UpstreamRequest& encoded() const { return encoded_; }

    /// The error for a reply that is no answer, counted by its class. Where the provider has named a field that it does not take,
    /// the request is mended, once.
    Error failure(ExchangeContext& context, const providers::UpstreamReply& reply);
    /// True when the last failure was mended: encoded() is now without what the provider refused, and worth another attempt.
    bool take_mended(ExchangeContext& context);

  private:
    std::optional<Error> find_model(const ExchangeContext& context, std::int64_t now);

    std::string own_body_;  // empty: the request points into the caller's
    openai::ChatRequest request_;
    const ServedModel* model_ = nullptr;
    catalog::TargetOrder targets_;  // at least one, once there is a model
    providers::UpstreamRequest encoded_;
    std::optional<providers::UpstreamRequest> mended_;  // until it is taken
    bool was_mended_ = false;
};

/// Counts that the turn's target is about to be asked.
void count_attempt(ExchangeContext& context, const ChatTurn& turn);

}  // namespace parley::exchange
